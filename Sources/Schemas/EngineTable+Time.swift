// SPDX-License-Identifier: Apache-2.0
import Values

extension EngineTable {
    /// What waits to be done at a moment, and what could not be done.
    public static let jobs = EngineTable(
        name: "trellis_job",
        columns: [
            Column("id", .identifier), Column("due", .instant),
            // automation, timer, schedule, clock, protection, enrolment, reservation, snapshot, approval, call, share
            Column("kind", .text),
            Column("entity", .text, isOptional: true), Column("record", .identifier, isOptional: true),
            // the automation or clock
            Column("automation", .text),
            // JSON of what led to it
            Column("cause", .text), Column("attempts", .integer),
            // waiting, failed; a job that is done is removed by what it did
            Column("state", .text),
            Column("error", .text, isOptional: true),
        ],
        key: ["id"],
        indexes: [Index(["state", "due"]), Index(["record", "automation"]), Index(["automation"])])

    /// Where each clock of each record stands.
    public static let clocks = EngineTable(
        name: "trellis_clock",
        columns: [
            Column("record", .identifier), Column("clock", .text), Column("entity", .text),
            // running, paused, ended
            Column("phase", .text),
            Column("started", .instant),
            // since when it runs; null unless it does
            Column("resumed", .instant, isOptional: true),
            // microseconds of working time up to then, and those there are in all
            Column("used", .integer), Column("allowed", .integer),
            Column("due", .instant, isOptional: true),
            // names of warnings given, with blanks between them
            Column("warned", .text),
            Column("breached", .instant, isOptional: true), Column("ended", .instant, isOptional: true),
        ],
        key: ["record", "clock"])

    /// What automations did, and why they did nothing.
    public static let firings = EngineTable(
        name: "trellis_firing",
        columns: [
            Column("id", .identifier), Column("at", .instant), Column("automation", .text), Column("entity", .text),
            Column("record", .identifier),
            // create, change, move, date, schedule, clock
            Column("cause", .text),
            // fired, notMet, repeated, tooDeep, failed
            Column("outcome", .text),
            Column("depth", .integer),
            // JSON
            Column("detail", .text),
        ],
        key: ["id"],
        indexes: [Index(["record", "automation"]), Index(["automation"])], hasWideRows: true)

    /// What automations told people.
    public static let notices = EngineTable(
        name: "trellis_notice",
        columns: [
            Column("id", .identifier), Column("user", .identifier), Column("at", .instant), Column("entity", .text),
            Column("record", .identifier), Column("automation", .text), Column("english", .text),
            Column("chinese", .text), Column("seen", .boolean),
        ],
        key: ["id"],
        indexes: [Index(["user", "id"])])
}
