// SPDX-License-Identifier: Apache-2.0
import Values

extension EngineTable {
    /// Which records of a tree stand below which; a record does not stand below itself.
    public static let ancestry = EngineTable(
        name: "trellis_ancestry",
        columns: [
            Column("entity", .text), Column("ancestor", .identifier), Column("record", .identifier),
            // 1 for the record right above
            Column("depth", .integer),
        ],
        key: ["entity", "ancestor", "record"],
        indexes: [Index(["entity", "record", "depth"])])
}
