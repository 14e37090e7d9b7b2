// SPDX-License-Identifier: Apache-2.0
import Values

extension EngineTable {
    /// What records hold now: a row for each record and reservation.
    public static let reservations = EngineTable(
        name: "trellis_reservation",
        columns: [
            Column("reservation", .text),
            // the canonical text of what is held
            Column("resource", .text),
            Column("record", .identifier), Column("entity", .text),
            // the period; year 1 to 9999 for what is held as a whole
            Column("starts", .instant), Column("ends", .instant),
            // when it ends by itself
            Column("until", .instant, isOptional: true),
        ],
        key: ["reservation", "record"],
        indexes: [Index(["reservation", "resource", "ends"])])

    /// What fields were since when, for those of which that is kept; the newest of a moment.
    public static let fieldHistory = EngineTable(
        name: "trellis_field_history",
        columns: [
            Column("record", .identifier), Column("entity", .text), Column("field", .text), Column("at", .instant),
            // the local day of that moment
            Column("day", .date),
            // the value as the field’s column holds it: a number of any kind, or a text; both null for nothing
            Column("number", .integer, isOptional: true), Column("words", .text, isOptional: true),
        ],
        key: ["record", "entity", "field", "at"], indexes: [Index(["entity", "field"])])

    /// The periods that snapshots have written down.
    public static let snapshots = EngineTable(
        name: "trellis_snapshot",
        columns: [
            Column("snapshot", .text),
            // the day of the period
            Column("day", .date),
            // when it was written down
            Column("taken", .instant), Column("facts", .integer),
        ],
        key: ["snapshot", "day"])
}
