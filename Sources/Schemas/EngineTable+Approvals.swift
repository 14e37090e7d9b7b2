// SPDX-License-Identifier: Apache-2.0
import Values

// Approvals that were asked for, what people said, and who stands in for whom.
extension EngineTable {
    /// Every approval that was asked for.
    public static let approvals = EngineTable(
        name: "trellis_approval",
        columns: [
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("pipeline", .text), Column("approval", .text), Column("from_stage", .text),
            Column("to_stage", .text), Column("requester", .identifier, isOptional: true), Column("asked", .instant),
            // why the record is moved
            Column("reason", .text, isOptional: true),
            // the steps that are needed, such as 0 2
            Column("steps", .text),
            // the one that waits, counted from 0 among those
            Column("step", .integer),
            // waiting, granted, moved, rejected, withdrawn, over
            Column("status", .text), Column("decided", .instant, isOptional: true),
            // what stood in the way of the move when the last step was granted: English, a line break, Chinese
            Column("obstacles", .text, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["record", "status"]), Index(["status", "id"]), Index(["requester", "id"])])

    /// What people said to them.
    public static let approvalVotes = EngineTable(
        name: "trellis_approval_vote",
        columns: [
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("request", .identifier), Column("step", .integer), Column("actor", .identifier),
            // the person whom the actor stood in for
            Column("absent", .identifier, isOptional: true),
            // approved, rejected, withdrawn
            Column("kind", .text), Column("at", .instant), Column("comment", .text, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["request", "id"]), Index(["record", "id"])])

    /// Who approves in whose place, from one day to another, both included.
    public static let substitutes = EngineTable(
        name: "trellis_substitute",
        columns: [
            Column("absent", .identifier), Column("substitute", .identifier), Column("from_day", .date),
            Column("until_day", .date),
        ],
        key: ["absent", "substitute"],
        indexes: [Index(["substitute"])])
}
