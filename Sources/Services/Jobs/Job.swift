// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import FoundationEssentials
import Schemas
import Storage
public import Values

/// Something that waits to be done at a moment, or that could not be done.
public struct Job: Sendable {
    public enum Kind: String, Sendable {
        /// An automation for one record.
        case automation
        /// A moment that a field of a record told.
        case timer
        /// A recurring moment.
        case schedule
        /// A warning or the end of a clock.
        case clock
        /// The end of the time for which a record is its owner's alone.
        case protection
        /// Records that were there before an automation, a clock or a pool.
        case enrolment
        /// The end of what a record holds.
        case reservation
        /// The end of a period, about whose records facts are written down.
        case snapshot
        /// A move for which everybody said yes; the rule is the request.
        case approval
        /// What a plugin does for an automation, outside of any transaction.
        case call
        /// The end of a share.
        case share
    }

    public enum State: String, Sendable {
        case waiting
        /// It was tried as often as a job is; an administrator has to look.
        case failed
    }

    public let id: RecordID
    public var due: Instant
    public let kind: Kind
    /// The entity it is about.
    public let entity: EntityName?
    /// The record it is about; nil for schedules and enrolments.
    public let record: RecordID?
    /// The automation, or the clock, that it belongs to.
    public let rule: String
    let cause: JobCause
    public var attempts: Int64 = 0
    public var state = State.waiting
    /// Why the last attempt failed.
    public var error: Label?

    init(
        id: RecordID, due: Instant, kind: Kind, entity: EntityName?, record: RecordID?, rule: String, cause: JobCause
    ) {
        self.id = id
        self.due = due
        self.kind = kind
        self.entity = entity
        self.record = record
        self.rule = rule
        self.cause = cause
    }

    /// The record it is about, with its entity.
    var reference: RecordReference? {
        guard let entity, let record else { return nil }
        return RecordReference(entity: entity, id: record)
    }

    /// How long is waited after each failed attempt, in microseconds: 1 and 5 minutes, half an hour, 2 and 12 hours.
    static let pauses: [Int64] = [1, 5, 30, 120, 720].map { $0 * 60_000_000 }

    /// The job after an attempt failed at a moment.
    func failed(at moment: Instant, _ error: Label) -> Job {
        var job = self
        job.attempts += 1
        job.error = error
        guard attempts < Self.pauses.count else {
            job.state = .failed
            return job
        }
        job.due = Instant(microseconds: moment.microseconds + Self.pauses[Int(attempts)])
        return job
    }
}

extension Job {
    var row: [Value] {
        get throws {
            [
                .identifier(id), .instant(due), .text(kind.rawValue), entity.map { .text($0.rawValue) } ?? .null,
                record.map(Value.identifier) ?? .null, .text(rule), .text(try cause.json), .integer(attempts),
                .text(state.rawValue), error.map { .text($0.lines) } ?? .null,
            ]
        }
    }

    /// Whether the job of a row comes before that of another; of those of one moment the one that was noted first.
    static func isEarlier(_ row: [Value], _ other: [Value]) -> Bool {
        guard case .identifier(let id) = row[0], case .instant(let due) = row[1],
            case .identifier(let otherID) = other[0],
            case .instant(let otherDue) = other[1]
        else { return false }
        return (due, id) < (otherDue, otherID)
    }

    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 10, case .identifier(let id) = row[0], case .instant(let due) = row[1],
            case .text(let kindText) = row[2], let kind = Kind(rawValue: kindText), case .text(let rule) = row[5],
            case .text(let json) = row[6], let cause = JobCause(json: json), case .integer(let attempts) = row[7],
            case .text(let stateText) = row[8], let state = State(rawValue: stateText)
        else { return nil }
        var entity: EntityName?
        if case .text(let name) = row[3] { entity = EntityName(name) }
        var record: RecordID?
        if case .identifier(let key) = row[4] { record = key }
        self.init(id: id, due: due, kind: kind, entity: entity, record: record, rule: rule, cause: cause)
        self.attempts = attempts
        self.state = state
        if case .text(let error) = row[9] { self.error = Label(lines: error) }
    }
}

/// What led to a job, kept with it.
struct JobCause: Codable, Sendable {
    /// The word of the trigger, such as `change`.
    var trigger: String
    var chain = AutomationChain()
    /// The values before the change, of the fields that were changed; nil for a record that was added.
    var old: [String: String?]?
    /// Whether the condition was met when the record was changed; nil if it has to be asked.
    var isMet: Bool?
    /// The event of a clock.
    var event: String?
    /// Whether a moment of a clock is only noted.
    var isQuiet: Bool?
    /// The last record that was dealt with, for what goes through many.
    var after: String?
    /// What an outside system told, as canonical texts; nil if no event set it off.
    var told: [String: String?]?
    /// Whether the event was about no record, so that one is added.
    var adds: Bool?
    /// What a plugin is to do.
    var call: QueuedCall?
    /// The day of the period that facts are about; nil for the end of a period itself.
    var day: String?

    init(trigger: String, chain: AutomationChain = AutomationChain()) {
        self.trigger = trigger
        self.chain = chain
    }

    init?(json: String) {
        guard let cause = try? JSONDecoder().decode(JobCause.self, from: Data(json.utf8)) else { return nil }
        self = cause
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// The automations that led to a write, one setting off the other; empty for what people and programs do.
struct AutomationChain: Codable, Sendable, Hashable {
    var depth = 0
    /// Automations with their records, each of which fires once for a change.
    var fired: Set<String> = []

    /// The chain of what an automation writes.
    func behind(_ automation: AutomationName, _ record: RecordID) -> AutomationChain {
        AutomationChain(depth: depth + 1, fired: fired.union([Self.link(automation, record)]))
    }

    func contains(_ automation: AutomationName, _ record: RecordID) -> Bool {
        fired.contains(Self.link(automation, record))
    }

    private static func link(_ automation: AutomationName, _ record: RecordID) -> String { "\(automation) \(record)" }
}
