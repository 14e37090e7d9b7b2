// SPDX-License-Identifier: Apache-2.0
public import Values

/// A table of the engine's own: changes, sessions, outbox, …; the same in every edition.
public struct EngineTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public let name: String
        public let type: ValueType
        public let isOptional: Bool

        public init(_ name: String, _ type: ValueType, isOptional: Bool = false) {
            self.name = name
            self.type = type
            self.isOptional = isOptional
        }
    }

    public struct Index: Sendable, Hashable {
        public let columns: [String]
        public let isUnique: Bool

        public init(_ columns: [String], isUnique: Bool = false) {
            self.columns = columns
            self.isUnique = isUnique
        }
    }

    /// Begins with `trellis_`, so that no entity's table can have the same.
    public let name: String
    public let columns: [Column]
    /// The columns of the primary key; empty for a log that is only read by its indexes.
    public let key: [String]
    public let indexes: [Index]
    /// Rows are often larger than a quarter of a page: kept in the index of their key, each would take a page of its own.
    public let hasWideRows: Bool

    public init(
        name: String, columns: [Column], key: [String], indexes: [Index] = [], hasWideRows: Bool = false
    ) {
        self.name = name
        self.columns = columns
        self.key = key
        self.indexes = indexes
        self.hasWideRows = hasWideRows
    }
}

extension EngineTable {
    /// Every change of every record: who, when, through which door, what.
    public static let changes = EngineTable(
        name: "trellis_change",
        columns: [
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("version", .integer), Column("at", .instant), Column("actor", .identifier, isOptional: true),
            Column("door", .text),
            // created, updated, moved, deleted, restored, merged
            Column("kind", .text),
            // JSON: [{"field":…,"old":…,"new":…}], values in their canonical text, no member for null
            Column("fields", .text), Column("reason", .text, isOptional: true),
            Column("batch", .identifier, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["record", "id"]), Index(["batch", "id"])], hasWideRows: true)

    /// Every stay of a record in a stage.
    public static let stageVisits = EngineTable(
        name: "trellis_stage_visit",
        columns: [
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("pipeline", .text), Column("stage", .text), Column("entered", .instant),
            Column("left", .instant, isOptional: true), Column("actor", .identifier, isOptional: true),
            Column("reason", .text, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["record", "pipeline", "id"])])

    /// What others are still to be told about, in the order of commits: the change of the same id says what happened.
    public static let outbox = EngineTable(
        name: "trellis_outbox", columns: [Column("id", .identifier), Column("topic", .text), Column("entity", .text)],
        key: ["id"])

    /// The next number of each numbered field, by period.
    public static let counters = EngineTable(
        name: "trellis_counter",
        columns: [Column("name", .text), Column("period", .text), Column("last", .integer)],
        key: ["name", "period"])

    /// Totals of boards and standing reports, by group; numbers are integers in the measure's scale.
    public static let standingTotals = EngineTable(
        name: "trellis_standing_total",
        columns: [Column("aggregate", .text), Column("groups", .text), Column("records", .integer)]
            + (0..<8).map { Column("measure\($0)", .integer) },
        key: ["aggregate", "groups"])

    /// Password hashes by user.
    public static let credentials = EngineTable(
        name: "trellis_credential",
        columns: [
            Column("user", .identifier), Column("hash", .text), Column("changed", .instant),
        ],
        key: ["user"])

    /// Which roles a user has.
    public static let userRoles = EngineTable(
        name: "trellis_user_role",
        columns: [Column("user", .identifier), Column("role", .text)],
        key: ["user", "role"])

    /// Signed-in browsers, by the digest of their token.
    public static let sessions = EngineTable(
        name: "trellis_session",
        columns: [
            Column("digest", .text), Column("user", .identifier), Column("created", .instant),
            Column("expires", .instant), Column("csrf", .text), Column("language", .text),
        ],
        key: ["digest"],
        indexes: [Index(["user"]), Index(["expires"])])

    /// Tokens of programs, by their digest.
    public static let tokens = EngineTable(
        name: "trellis_token",
        columns: [
            Column("digest", .text), Column("name", .text), Column("user", .identifier),
            Column("created", .instant), Column("expires", .instant, isOptional: true),
        ],
        key: ["digest"],
        indexes: [Index(["user"])])

    /// Imports that were run.
    public static let importBatches = EngineTable(
        name: "trellis_import_batch",
        columns: [
            Column("id", .identifier), Column("mapping", .text), Column("file", .text), Column("started", .instant),
            Column("finished", .instant, isOptional: true), Column("actor", .identifier, isOptional: true),
            // running, finished, undone
            Column("status", .text),
            // JSON of counts by outcome and finding
            Column("counts", .text),
        ],
        key: ["id"])

    /// Rows of files that were taken, so that a second run recognises them.
    public static let importedRows = EngineTable(
        name: "trellis_imported_row",
        columns: [
            Column("mapping", .text), Column("digest", .text), Column("batch", .identifier),
            Column("record", .identifier, isOptional: true),
        ],
        key: ["mapping", "digest"],
        indexes: [Index(["batch"])])

    /// Records that are probably the same, for a person to decide.
    public static let mergeProposals = EngineTable(
        name: "trellis_merge_proposal",
        columns: [
            Column("id", .identifier), Column("entity", .text), Column("record", .identifier),
            Column("duplicate", .identifier), Column("why", .text), Column("batch", .identifier, isOptional: true),
            // open, merged, refused
            Column("status", .text),
        ],
        key: ["id"],
        indexes: [Index(["entity", "status"]), Index(["batch"])])

    /// The editions that were applied, newest last: what each was made of, and the plan that led to it.
    public static let editions = EngineTable(
        name: "trellis_edition",
        columns: [
            // 1, 2, …
            Column("number", .integer), Column("at", .instant),
            // the fingerprint of the model
            Column("model", .text),
            // such as core 1.0.0, shop 2.1.0
            Column("packs", .text),
            // JSON of every text that it was made of
            Column("texts", .text),
            // JSON
            Column("plan", .text),
            // the file that holds the database as it was before
            Column("backup", .text, isOptional: true),
            // the number of the edition that was gone back to
            Column("restores", .integer, isOptional: true),
        ],
        key: ["number"], hasWideRows: true)

    /// Records that packs delivered, and what they delivered last.
    public static let seeds = EngineTable(
        name: "trellis_seed",
        columns: [
            Column("pack", .text), Column("entity", .text), Column("key", .text), Column("record", .identifier),
            // JSON: canonical texts by field, no member for null
            Column("fields", .text),
            // the row as it stood in the file
            Column("row", .text),
            // false if the pack delivers it no more
            Column("delivered", .boolean),
        ],
        key: ["pack", "entity", "key"], hasWideRows: true)

    /// Which column each field of each entity has, attached or not.
    public static let catalogue = EngineTable(
        name: "trellis_catalogue",
        columns: [
            Column("entity", .text), Column("field", .text), Column("table_name", .text),
            Column("column_name", .text), Column("storage", .text), Column("sort_column", .text, isOptional: true),
            Column("type", .text), Column("attached", .boolean), Column("required", .boolean),
            Column("searchable", .boolean), Column("computation", .text, isOptional: true),
        ],
        key: ["entity", "field", "column_name"])

    /// The totals that are kept, with a digest of what each adds up.
    public static let standing = EngineTable(
        name: "trellis_standing", columns: [Column("name", .text), Column("definition", .text)], key: ["name"])

    /// What an installation remembers of itself, by name.
    public static let settings = EngineTable(
        name: "trellis_setting", columns: [Column("name", .text), Column("value", .text)], key: ["name"])

    /// Every table of the engine, in the order they are created.
    public static let all: [EngineTable] = [
        changes, stageVisits, outbox, counters, standingTotals, credentials, userRoles, sessions, tokens,
        importBatches, importedRows, mergeProposals, editions, seeds, settings, catalogue, standing, jobs, clocks,
        firings, notices, ancestry, reservations, fieldHistory, snapshots, backMoves, approvals, approvalVotes,
        substitutes, events, shares, accessEntries, accessEnds,
    ]
}
