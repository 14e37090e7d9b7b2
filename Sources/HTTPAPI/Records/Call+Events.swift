// SPDX-License-Identifier: Apache-2.0
import DomainModel
import NIOCore
import OrderedCollections
import Services
import Values

// What outside systems tell.
extension Call {
    /// `GET /events`: those that the asker may tell, with their values.
    func events() -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        body.writeJSONArray(workspace.events(invocation)) { body, event in write(event, to: &body) }
        body.writeStaticString("}")
        return .json(body)
    }

    /// `POST /events` with `{"event", "key", "values"}`: taken once for each key.
    func receiveEvent() async throws -> APIAnswer {
        let action = "events"
        let arguments = try arguments(known: ["event", "key", "values"], of: action)
        guard let name = try text("event", in: arguments, of: action) else {
            throw Self.wrongArgument("event", of: action)
        }
        let receipt = try await workspace.receive(
            try message(EventName(name), try text("key", in: arguments, of: action) ?? "", arguments["values"]),
            invocation)
        var body = ByteBuffer()
        body.writeStaticString("{")
        body.writeName("records", isFirst: true)
        body.writeJSON(.integer(Int64(receipt.records)))
        body.writeName("isRepeated")
        body.writeJSON(.boolean(receipt.isRepeated))
        body.writeStaticString("}")
        return .json(body)
    }

    private func message(_ name: EventName, _ key: String, _ input: JSONValue?) throws -> InboundMessage {
        var members: [JSONMember] = []
        switch input {
        case .object(let given): members = given
        case nil, .null: break
        default: throw Self.wrongArgument("values", of: "events")
        }
        let event = workspace.events(invocation).first { $0.name == name }
        var values: [FieldName: Value] = [:]
        var findings: [Finding] = []
        for member in members {
            let name = FieldName(member.name)
            guard let field = event?.values[name] else {
                values[name] = .null
                continue
            }
            if let value = field.value(of: member.value) {
                values[name] = value
            } else {
                findings.append(.unreadable(field))
            }
        }
        return InboundMessage(event: name, key: key, values: values, findings: findings)
    }

    private func write(_ event: InboundEvent, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        body.writeName("name", isFirst: true)
        body.writeJSON(event.name.rawValue)
        body.writeName("label")
        body.writeJSON(event.label[invocation.language])
        body.writeName("values")
        body.writeJSONArray(Array(event.values.values)) { body, field in
            body.writeStaticString("{")
            body.writeName("name", isFirst: true)
            body.writeJSON(field.name.rawValue)
            body.writeName("label")
            body.writeJSON(field.label[invocation.language])
            body.writeName("type")
            body.writeJSON(field.type.name.rawValue)
            body.writeName("isRequired")
            body.writeJSON(.boolean(field.isRequired))
            body.writeStaticString("}")
        }
        body.writeStaticString("}")
    }
}
