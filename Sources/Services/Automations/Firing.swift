// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Schemas
import Storage
public import Values

/// What an automation did for a record, or why it did nothing.
public struct Firing: Sendable {
    public enum Outcome: String, Sendable {
        /// It did what it does.
        case fired
        /// Its condition was not true.
        case notMet
        /// It had fired for this change already.
        case repeated
        /// Too many automations had set each other off.
        case tooDeep
        /// It could not do what it does.
        case failed
    }

    public let at: Instant
    /// The automation, or `clock`, `reservation` or `call` with the name of one behind it.
    public let automation: String
    public let entity: EntityName
    public let record: RecordID
    /// What set it off: `create`, `change`, `move`, `date`, `schedule`, `clock` or `reservation`.
    public let cause: String
    public let outcome: Outcome
    /// How many automations stood before it.
    public let depth: Int64
    public let detail: FiringDetail
}

/// Why an automation fired or not, and what it did.
public struct FiringDetail: Codable, Sendable {
    /// What the condition read, by its paths, in their canonical text.
    public struct Fact: Codable, Sendable, Hashable {
        public let path: String
        public let value: String
    }

    /// The text of the condition; nil if there is none.
    public var condition: String?
    public var facts: [Fact] = []
    /// What was done, a sentence each.
    public var effects: [String] = []
    public var error: String?

    init() {}
}

extension Firing {
    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 9, case .instant(let at) = row[1], case .text(let automation) = row[2],
            case .text(let entity) = row[3], case .identifier(let record) = row[4], case .text(let cause) = row[5],
            case .text(let outcomeText) = row[6], let outcome = Outcome(rawValue: outcomeText),
            case .integer(let depth) = row[7], case .text(let json) = row[8],
            let detail = try? JSONDecoder().decode(FiringDetail.self, from: Data(json.utf8))
        else { return nil }
        self.init(
            at: at, automation: automation, entity: EntityName(entity), record: record, cause: cause,
            outcome: outcome, depth: depth, detail: detail)
    }

    /// The name of the automation, or of the clock, as people read it.
    public func label(in model: Model) -> Label {
        if let rule = model.time.automations[AutomationName(automation)] { return rule.label }
        let name = automation.hasPrefix(Self.clockPrefix) ? String(automation.dropFirst(Self.clockPrefix.count)) : nil
        if let clock = name.flatMap({ model.time.clocks[ClockName($0)] }) { return clock.label }
        let held =
            automation.hasPrefix(Self.reservationPrefix)
            ? ReservationName(String(automation.dropFirst(Self.reservationPrefix.count))) : nil
        if let reservation = held.flatMap({ model.structures.reservations[$0] }) { return reservation.label }
        return Label(english: automation, chinese: automation)
    }

    static let clockPrefix = "clock "
    static let reservationPrefix = "reservation "
    static let callPrefix = "call "

    /// It is no automation's but a clock's or a reservation's, whose event is what happened.
    var isEvent: Bool {
        automation.hasPrefix(Self.clockPrefix) || automation.hasPrefix(Self.reservationPrefix)
    }
}

extension Job {
    /// The name under which what it does is traced.
    var firingName: String {
        switch kind {
        case .clock: Firing.clockPrefix + rule
        case .reservation: Firing.reservationPrefix + rule
        case .automation, .timer, .schedule, .enrolment, .snapshot, .protection, .approval, .share: rule
        case .call: Firing.callPrefix + (cause.call?.action ?? rule)
        }
    }
}

/// Writes down what automations did.
struct FiringTrace {
    private let transaction: any WriteTransaction
    private let identifiers: IdentifierSource

    init(_ transaction: any WriteTransaction, _ identifiers: IdentifierSource) {
        self.transaction = transaction
        self.identifiers = identifiers
    }

    /// Of reasons why an automation did nothing for a record, the last is kept; of what it did, everything.
    func note(
        _ automation: AutomationName, _ record: RecordReference, _ cause: JobCause, _ outcome: Firing.Outcome,
        _ detail: FiringDetail, at moment: Instant
    ) throws {
        if outcome != .fired {
            try transaction.delete(
                from: .firings,
                where: [
                    .equals("record", .identifier(record.id)), .equals("automation", .text(automation.rawValue)),
                    .equals("outcome", .text(outcome.rawValue)),
                ])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(detail), as: UTF8.self)
        try transaction.insert(
            into: .firings,
            [
                .identifier(identifiers.next(moment)), .instant(moment), .text(automation.rawValue),
                .text(record.entity.rawValue), .identifier(record.id), .text(cause.trigger), .text(outcome.rawValue),
                .integer(Int64(cause.chain.depth)), .text(json),
            ])
    }
}
