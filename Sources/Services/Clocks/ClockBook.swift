// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// The clocks of records as a database keeps them.
struct ClockBook {
    let transaction: any ReadTransaction

    init(_ transaction: any ReadTransaction) { self.transaction = transaction }

    /// The clocks of a record that have begun.
    func states(of record: RecordID) throws -> [ClockName: ClockState] {
        let rows = try transaction.engineRows(
            EngineSelection(.clocks, where: [.equals("record", .identifier(record))]))
        return Dictionary(rows.compactMap(ClockState.init).map { ($0.clock, $0) }) { first, _ in first }
    }
}

extension ClockState {
    func row(of record: RecordReference) -> [Value] {
        func moment(_ moment: Instant?) -> Value { moment.map(Value.instant) ?? .null }
        return [
            .identifier(record.id), .text(clock.rawValue), .text(record.entity.rawValue), .text(phase.rawValue),
            .instant(started), moment(resumed), .integer(used.microseconds), .integer(allowed.microseconds),
            moment(due), .text(warned.sorted().joined(separator: " ")), moment(breached), moment(ended),
        ]
    }

    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        func moment(_ value: Value) -> Instant? { if case .instant(let moment) = value { moment } else { nil } }
        guard row.count == 12, case .text(let clock) = row[1], case .text(let phaseText) = row[3],
            let phase = Phase(rawValue: phaseText), let started = moment(row[4]), case .integer(let used) = row[6],
            case .integer(let allowed) = row[7], case .text(let warned) = row[9]
        else { return nil }
        self.clock = ClockName(clock)
        self.phase = phase
        self.started = started
        resumed = moment(row[5])
        self.used = TimeSpan(microseconds: used)
        self.allowed = TimeSpan(microseconds: allowed)
        due = moment(row[8])
        self.warned = Set(warned.split(separator: " ").map(String.init))
        breached = moment(row[10])
        ended = moment(row[11])
    }
}
