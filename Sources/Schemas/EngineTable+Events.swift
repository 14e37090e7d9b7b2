// SPDX-License-Identifier: Apache-2.0
import Values

extension EngineTable {
    /// What outside systems told, so that the same is not taken twice.
    public static let events = EngineTable(
        name: "trellis_event",
        columns: [
            Column("event", .text),
            // what the system that told it knows it by
            Column("key", .text), Column("at", .instant), Column("actor", .identifier, isOptional: true),
            // JSON: canonical texts by name
            Column("told", .text),
            // for how many records it set automations off
            Column("records", .integer),
        ],
        key: ["event", "key"], hasWideRows: true)
}
