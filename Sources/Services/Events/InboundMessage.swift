// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Values

/// What an outside system tells at one time.
public struct InboundMessage: Sendable {
    public let event: EventName
    /// What that system knows it by: the same is taken once, however often it is sent.
    public let key: String
    public let values: [FieldName: Value]
    /// What could not be read of it, told together with everything else.
    public let findings: [Finding]

    public init(event: EventName, key: String, values: [FieldName: Value], findings: [Finding] = []) {
        self.event = event
        self.key = key
        self.values = values
        self.findings = findings
    }
}

/// What became of a message.
public struct MessageReceipt: Sendable, Hashable {
    /// For how many records automations were set off.
    public let records: Int
    /// It had been taken before, and nothing was done now.
    public let isRepeated: Bool

    public init(records: Int, isRepeated: Bool) {
        self.records = records
        self.isRepeated = isRepeated
    }
}

extension InboundEvent {
    /// A message's values in the canonical form of their types.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with everything that does not fit.
    func canonical(_ message: InboundMessage) throws(ServiceError) -> [FieldName: Value] {
        var findings = message.findings
        if message.key.isEmpty || message.key.utf8.count > Self.longestKey { findings.append(.badKey) }
        var values: [FieldName: Value] = [:]
        for (name, value) in message.values.sorted(by: { $0.key < $1.key }) {
            guard let field = self.values[name] else {
                findings.append(.unknownField(name))
                continue
            }
            guard !value.isNull else { continue }
            do throws(FieldFault) {
                values[name] = try field.type.canonical(value, field)
            } catch {
                findings.append(Finding(error, name))
            }
        }
        for field in self.values.values where field.isRequired && values[field.name] == nil {
            guard !findings.contains(where: { $0.field == field.name }) else { continue }
            findings.append(.required(field))
        }
        guard findings.isEmpty else { throw .invalid(findings) }
        // Expressions may name every value, told or not.
        for name in self.values.keys where values[name] == nil { values[name] = .null }
        return values
    }

    /// In bytes.
    private static let longestKey = 200
}

extension Job {
    /// What an outside system told, in the types of the event's values; nil if nothing was.
    func told(in model: Model) -> [FieldName: Value]? {
        guard let texts = cause.told,
            let reception = model.time.automations[AutomationName(rule)]?.reception,
            let event = model.time.events[reception.event]
        else { return nil }
        var values: [FieldName: Value] = [:]
        for field in event.values.values {
            values[field.name] =
                texts[field.name.rawValue].flatMap(\.self).map { Value(canonicalText: $0, as: field.valueType) }
                ?? .null
        }
        return values
    }
}

extension Finding {
    fileprivate static var badKey: Finding {
        Finding(
            code: "event.key", field: nil,
            message: Label(
                english: "A message has a key of 1 to 200 bytes, by which it is known when it is sent again.",
                chinese: "消息必须带有 1 到 200 字节的键，以便识别重复发送。"))
    }

    /// The key is that of another message.
    static var otherMessage: Finding {
        Finding(
            code: "event.otherMessage", field: nil,
            message: Label(
                english: "Another message with other values was sent under this key.", chinese: "该键已用于另一条内容不同的消息。"))
    }

    /// No record is meant.
    static func noRecord(_ entity: Entity) -> Finding {
        Finding(
            code: "event.noRecord", field: nil,
            message: Label(
                english: "It is about no \(entity.label.english) that is there.",
                chinese: "没有对应的“\(entity.label.chinese)”。"))
    }

    /// More records are meant than one message may be about.
    static func tooMany(_ entity: Entity, _ most: Int) -> Finding {
        Finding(
            code: "event.tooMany", field: nil,
            message: Label(
                english: "It is about more than \(most) × \(entity.label.english).",
                chinese: "涉及的“\(entity.label.chinese)”超过\(most)条。"))
    }
}
