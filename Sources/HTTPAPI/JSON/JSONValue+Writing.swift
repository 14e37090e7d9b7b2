// SPDX-License-Identifier: Apache-2.0
import Values

extension JSONValue {
    /// The text that it was read from, without white space.
    var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let digits): digits
        case .text(let text): text.jsonQuoted
        case .array(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\($0.name.jsonQuoted):\($0.value.json)" }.joined(separator: ",") + "}"
        }
    }

    /// An object with its members in the order given; those that are nil are left out.
    static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } })
    }

    static func texts(_ items: some Sequence<String>) -> JSONValue { .array(items.map(JSONValue.text)) }
    static func integer(_ number: Int) -> JSONValue { .number(String(number)) }
}
