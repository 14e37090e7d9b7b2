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

    /// Records that were shared, a row for each record and receiver. What is over counts no more, whether it was removed
    /// yet or not.
    public static let shares = EngineTable(
        name: "trellis_share",
        columns: [
            // user:KEY, team:KEY or role:NAME
            Column("receiver", .text), Column("entity", .text), Column("record", .identifier),
            // read, change
            Column("level", .text), Column("until", .instant, isOptional: true),
            Column("note", .text, isOptional: true), Column("giver", .identifier, isOptional: true),
            Column("at", .instant),
        ],
        key: ["receiver", "entity", "record"],
        indexes: [Index(["record"])])

    /// Who asked for covered values and took records out; rows are added, never changed or removed.
    public static let accessEntries = EngineTable(
        name: "trellis_access_entry",
        columns: [
            Column("id", .identifier), Column("at", .instant),
            // reveal, export
            Column("kind", .text), Column("actor", .identifier, isOptional: true), Column("door", .text),
            Column("entity", .text), Column("record", .identifier, isOptional: true),
            Column("field", .text, isOptional: true), Column("report", .text, isOptional: true),
            Column("reason", .text, isOptional: true),
            // JSON of what an export was asked for
            Column("detail", .text, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["kind", "id"]), Index(["actor", "id"]), Index(["entity", "id"]), Index(["record", "id"])],
        hasWideRows: true)

    /// How exports ended: a row for each entry that is over.
    public static let accessEnds = EngineTable(
        name: "trellis_access_end",
        columns: [
            // the entry
            Column("id", .identifier), Column("at", .instant), Column("records", .integer),
            // finished, brokenOff
            Column("outcome", .text),
        ],
        key: ["id"])
}
