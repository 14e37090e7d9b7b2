// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
import OrderedCollections
public import Values

/// Whom a record is shared with.
public enum ShareReceiver: Hashable, Sendable {
    case user(RecordID)
    /// Everybody in a team or in one below it.
    case team(RecordID)
    /// Everybody who has a role.
    case role(RoleName)

    /// Such as `user:0199…`; nil for other texts.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "user": guard let id = RecordID(parts[1]) else { return nil }; self = .user(id)
        case "team": guard let id = RecordID(parts[1]) else { return nil }; self = .team(id)
        case "role": self = .role(RoleName(String(parts[1])))
        default: return nil
        }
    }

    /// What a share keeps of it.
    public var text: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .team(let id): "team:\(id)"
        case .role(let name): "role:\(name)"
        }
    }

    /// The record that it is; nil for a role.
    var reference: RecordReference? {
        switch self {
        case .user(let id): RecordReference(entity: "User", id: id)
        case .team(let id): RecordReference(entity: "Team", id: id)
        case .role: nil
        }
    }
}

/// A record that is to be shared: with whom, for what, until when, and why.
public struct RecordShare: Sendable {
    public let entity: EntityName
    public let id: RecordID
    public let receiver: ShareReceiver
    public let level: ShareLevel
    /// When it is over; nil if somebody has to take it back.
    public let until: Instant?
    /// What the receiver is told with it.
    public let note: String?

    public init(
        entity: EntityName, id: RecordID, receiver: ShareReceiver, level: ShareLevel, until: Instant? = nil,
        note: String? = nil
    ) {
        self.entity = entity
        self.id = id
        self.receiver = receiver
        self.level = level
        self.until = until
        self.note = note
    }
}

/// A share as it is kept.
struct Share: Hashable {
    let record: RecordReference
    let receiver: ShareReceiver
    let level: ShareLevel
    let until: Instant?
    let note: String?
    /// Nil if the engine shared it.
    let giver: RecordID?
    let at: Instant

    func isInForce(at moment: Instant) -> Bool { until.map { $0 > moment } ?? true }

    /// Of two shares with the same receiver, the one that gives more: changing before reading, then the longer one.
    func gives(moreThan other: Share) -> Bool {
        if level != other.level { return level == .change }
        guard let end = other.until else { return false }
        return until.map { $0 > end } ?? true
    }

    /// The same of another record.
    func of(_ other: RecordReference) -> Share {
        Share(record: other, receiver: receiver, level: level, until: until, note: note, giver: giver, at: at)
    }
}

extension Share {
    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 8, case .text(let name) = row[0], let receiver = ShareReceiver(name),
            case .text(let entity) = row[1], case .identifier(let id) = row[2], case .text(let word) = row[3],
            let level = ShareLevel(rawValue: word), case .instant(let at) = row[7]
        else { return nil }
        let until: Instant? = if case .instant(let moment) = row[4] { moment } else { nil }
        let note: String? = if case .text(let text) = row[5] { text } else { nil }
        self.init(
            record: RecordReference(entity: EntityName(entity), id: id), receiver: receiver, level: level,
            until: until, note: note, giver: row[6].key, at: at)
    }

    var row: [Value] {
        [
            .text(receiver.text), .text(record.entity.rawValue), .identifier(record.id), .text(level.rawValue),
            until.map(Value.instant) ?? .null, note.map(Value.text) ?? .null,
            giver.map(Value.identifier) ?? .null, .instant(at),
        ]
    }
}
