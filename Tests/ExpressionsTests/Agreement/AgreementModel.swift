// SPDX-License-Identifier: Apache-2.0
import Values

@testable import Expressions

/// The records that random expressions are about: every type a field can have, references and collections.
enum AgreementModel {
    struct Property {
        let name: String
        let type: ValueType
        /// The attributes of the field in the pack; nil for what a reference brings along.
        let attributes: String?

        init(_ name: String, _ type: ValueType, _ attributes: String?) {
            (self.name, self.type, self.attributes) = (name, type, attributes)
        }
    }

    static let stages = ["open", "qualified", "proposal", "won", "lost"]
    static let tags = ["vip", "hot", "partner"]

    static let entities: [EntityName: [Property]] = [
        "deal": [
            Property("name", .text, "type=\"text\""), Property("note", .text, "type=\"longText\""),
            Property("amount", .decimal, "type=\"decimal\" scale=\"6\""),
            Property("discount", .decimal, "type=\"decimal\" scale=\"2\""),
            Property("pieces", .decimal, "type=\"decimal\" scale=\"0\""),
            Property("qty", .integer, "type=\"integer\""), Property("prob", .integer, "type=\"integer\""),
            Property("big", .integer, "type=\"integer\""),
            Property("stage", .choice("Stage"), "type=\"choice\""), Property("tags", .flags("Tag"), "type=\"choices\""),
            Property("active", .boolean, "type=\"boolean\""), Property("urgent", .boolean, "type=\"boolean\""),
            Property("closeDate", .date, "type=\"date\""), Property("openDate", .date, "type=\"date\""),
            Property("metAt", .instant, "type=\"dateTime\""), Property("dueAt", .instant, "type=\"dateTime\""),
            Property("visitAt", .time, "type=\"time\""), Property("effort", .duration, "type=\"duration\""),
            Property("customer", .entity("customer"), "type=\"reference\" to=\"customer\" inverse=\"deals\""),
            Property("lines", .collection(.entity("line")), nil), Property("id", .identifier, nil),
        ],
        "customer": [
            Property("name", .text, "type=\"text\""), Property("region", .text, "type=\"text\""),
            Property("level", .integer, "type=\"integer\""),
            Property("credit", .decimal, "type=\"decimal\" scale=\"4\""),
            Property("since", .date, "type=\"date\""), Property("seenAt", .instant, "type=\"dateTime\""),
            Property("parent", .entity("customer"), "type=\"reference\" to=\"customer\""),
            Property("deals", .collection(.entity("deal")), nil), Property("id", .identifier, nil),
        ],
        "line": [
            Property("product", .text, "type=\"text\""), Property("qty", .integer, "type=\"integer\""),
            Property("price", .decimal, "type=\"decimal\" scale=\"6\""),
            Property("taxed", .boolean, "type=\"boolean\""), Property("shipped", .date, "type=\"date\""),
            Property("spent", .duration, "type=\"duration\""),
            Property("deal", .entity("deal"), "type=\"reference\" to=\"deal\" inverse=\"lines\""),
            Property("id", .identifier, nil),
        ],
    ]

    static let aliases: [String: AliasValue] = [
        "me": .properties([
            "id": .identifier(RecordID(high: 0, low: 100)), "name": .text("李雷"),
            "roles": .collection([.text("manager"), .text("sales"), .text("Acme 续费")]),
        ]),
        "limit": .value(.decimal(FixedDecimal(5000))), "word": .value(.text("O'N")),
        "since": .value(.date(CalendarDate("2024-02-01") ?? .earliest)),
    ]

    static let pack: String = {
        let label = "<label>X</label><label xml:lang=\"zh-Hans\">某</label>"
        let plural = "<plural>Xs</plural><plural xml:lang=\"zh-Hans\">某</plural>"
        func options(_ property: Property) -> String {
            switch property.type {
            case .choice: stages.map { "<option id=\"\($0)\">\(label)</option>" }.joined()
            case .flags:
                tags.enumerated().map { "<option id=\"\($1)\" flag=\"\($0)\">\(label)</option>" }.joined()
            default: ""
            }
        }
        func entity(_ name: EntityName) -> String {
            let fields = (entities[name] ?? []).compactMap { property in
                property.attributes.map {
                    "<field id=\"\(property.name)\" \($0)>\(label)\(options(property))</field>"
                }
            }
            return "<entity id=\"\(name)\" title=\"id\">\(label)\(plural)\(fields.joined())</entity>"
        }
        return "<pack xmlns=\"urn:trellis:pack:1\" id=\"agreement\" version=\"1.0.0\">\(label)"
            + entity("deal") + entity("customer") + entity("line") + "</pack>"
    }()
}

/// The model's names and types for the checker.
struct AgreementScope: TypeScope {
    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        if entity == "user" {
            return ["id": .identifier, "name": .text, "roles": .collection(.text)][property.rawValue]
        }
        return AgreementModel.entities[entity]?.first { $0.name == property.rawValue }?.type
    }

    func properties(of entity: EntityName) -> [FieldName] {
        (AgreementModel.entities[entity] ?? []).map { FieldName($0.name) }
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? {
        switch choice {
        case "Stage": AgreementModel.stages.enumerated().map { ChoiceOption(name: $1, number: UInt64($0)) }
        case "Tag": AgreementModel.tags.enumerated().map { ChoiceOption(name: $1, number: 1 << UInt64($0)) }
        default: nil
        }
    }

    func type(ofAlias alias: String) -> ValueType? {
        switch alias {
        case "me": .entity("user")
        case "limit": .decimal
        case "word": .text
        case "since": .date
        default: nil
        }
    }

    var aliases: [String] { ["me", "limit", "word", "since"] }
}
