// SPDX-License-Identifier: Apache-2.0
import Values

// What is kept of moves besides the stays themselves.
extension EngineTable {
    /// Every move back to an earlier stage, by the change that made it.
    public static let backMoves = EngineTable(
        name: "trellis_back_move",
        columns: [
            // the key of the change
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("pipeline", .text), Column("from_stage", .text), Column("to_stage", .text), Column("at", .instant),
            Column("reason", .text, isOptional: true),
        ],
        key: ["id", "pipeline"],
        indexes: [Index(["record", "id"])])
}
