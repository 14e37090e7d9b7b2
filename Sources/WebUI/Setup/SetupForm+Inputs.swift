// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Services
import Values

// The inputs of each kind of change.
extension SetupForm {
    /// What the form is about: chosen first, since everything else depends on it.
    var bases: [[String: Any]] {
        kind.basis.map { basis in
            switch basis {
            case .entity:
                choice("entity", entities.map { ($0.name.rawValue, $0.label[language]) }, entity?.name.rawValue)
            case .pipeline:
                choice(
                    "pipeline", model.pipelines.values.map { ($0.name.rawValue, $0.label[language]) },
                    pipeline?.name.rawValue)
            case .role:
                choice("role", model.roles.values.map { ($0.name.rawValue, $0.label[language]) }, role?.name.rawValue)
            }
        }
    }

    var inputs: [[String: Any]] {
        switch kind {
        case .field:
            names
                + [
                    choice("type", types, typed["type"] ?? "text"),
                    area("options"),
                    choice("target", entities.map { ($0.name.rawValue, $0.label[language]) }, typed["target"]),
                    tick("required", typed["required"] == "true"), text("standard"), text("help"),
                    text("helpChinese"), choice("behind", placed, typed["behind"] ?? placed.last?.0),
                ]
        case .label:
            [choice("field", changeable, typed["field"])] + labels(of: changed)
                + [
                    tick(
                        "required",
                        typed.all("required") == nil ? changed?.isRequired ?? false : typed["required"] == "true"),
                    text("standard"), text("help", changed?.help?.english), text("helpChinese", changed?.help?.chinese),
                ]
        case .place:
            [choice("field", changeable, typed["field"]), choice("behind", places, typed["behind"])]
        case .option: [choice("field", choices, typed["field"])] + names
        case .stage: names + stageInputs
        case .report:
            names + [
                choice("field", groupable, typed["field"]), choice("sum", summable, typed["sum"]),
                choice("chart", charts, typed["chart"]), text("condition"),
            ]
        case .right:
            rightInputs + [text("condition")]
        }
    }

    private var names: [[String: Any]] { [text("label"), text("labelChinese"), text("id")] }

    private func labels(of field: Field?) -> [[String: Any]] {
        [text("label", field?.label.english), text("labelChinese", field?.label.chinese)]
    }

    /// The field whose words are changed; the first if none was chosen.
    private var changed: Field? {
        typed["field"].flatMap { entity?.fields[FieldName($0)] } ?? fields.first
    }

    private var stageInputs: [[String: Any]] {
        let stages = pipeline?.stages.filter { !$0.isRetired }.map { ($0.name.rawValue, $0.label[language]) } ?? []
        return [
            choice("category", categories, typed["category"] ?? "open"), choice("behind", stages, typed["behind"]),
            several("from", stages), several("to", stages),
        ]
    }

    private var types: [(String, String)] {
        let table = visit.workspace.contributions.fieldTypes
        return table.names.compactMap { table[$0] }.filter { $0.name != "number" }
            .map { ($0.name.rawValue, $0.label[language]) }
    }

    private func named(_ fields: [Field]) -> [(String, String)] {
        fields.map { ($0.name.rawValue, $0.label[language]) }
    }

    private var placed: [(String, String)] {
        named(entity?.page.sections.flatMap(\.fields).compactMap { entity?.fields[$0] } ?? [])
    }
    private var changeable: [(String, String)] { named(fields) }
    private var choices: [(String, String)] {
        let staged = entity.map { model.pipelines(of: $0.name) } ?? [:]
        return named(fields.filter { ($0.type.shape == .choice || $0.type.shape == .flags) && staged[$0.name] == nil })
    }
    private var groupable: [(String, String)] {
        // Fields with few values first: they make the better groups.
        let few = fields.filter { field in
            switch field.valueType {
            case .choice, .boolean: true
            default: false
            }
        }
        let many = fields.filter { field in
            switch field.valueType {
            case .identifier, .entity, .text: field.type.widget != .multiline
            default: false
            }
        }
        return named(few + many)
    }
    private var summable: [(String, String)] {
        named(fields.filter { [.integer, .decimal].contains($0.valueType) })
    }
    private var categories: [(String, String)] {
        ["open", "won", "lost"].map { ($0, visit.word("setup.category.\($0)")) }
    }
    private var charts: [(String, String)] {
        ["bar", "line", "pie"].map { ($0, visit.word("setup.chart.\($0)")) }
    }
    private var rightWords: [(String, String)] {
        [
            ("all", visit.word("setup.all")), ("none", visit.word("setup.none")),
            ("matching", visit.word("setup.matching")),
        ]
    }

    /// Each with what the role may do now, which stays if nothing is chosen.
    private var rightInputs: [[String: Any]] {
        let standing = entity.flatMap { role?.permissions[$0.name]?.rules } ?? [:]
        return ["read", "create", "update", "delete"].map { name in
            let now = standing[name]?.text(visit) ?? visit.word("setup.none")
            return choice(name, rightWords, typed[name]).merging(["help": "\(visit.word("setup.now")) \(now)"]) { $1 }
        }
    }

    private func base(_ name: String) -> [String: Any] {
        [
            "name": name, "id": "setup-" + name,
            "label": visit.word("setup.\(kind.rawValue).\(name)", or: "setup.\(name)"),
            "help": visit.word("setup.\(name).help", or: ""), "errors": [String](), "hasErrors": false,
            "required": false,
        ]
    }

    private func text(_ name: String, _ standing: String? = nil) -> [String: Any] {
        base(name).merging([
            "value": typed[name] ?? standing ?? "", "input": ["type": "text", "mode": "text"],
        ]) { $1 }
    }

    private func area(_ name: String) -> [String: Any] {
        base(name).merging(["isMultiline": true, "value": typed[name] ?? ""]) { $1 }
    }

    private func tick(_ name: String, _ isTicked: Bool) -> [String: Any] {
        base(name).merging(["isCheckbox": true, "checked": isTicked]) { $1 }
    }

    private func choice(_ name: String, _ options: [(String, String)], _ chosen: String?) -> [String: Any] {
        base(name).merging([
            "isChoice": true,
            "options": options.map { ["name": $0.0, "label": $0.1, "isChosen": $0.0 == chosen] as [String: Any] },
        ]) { $1 }
    }

    private func several(_ name: String, _ options: [(String, String)]) -> [String: Any] {
        let chosen = typed.all(name) ?? []
        return base(name).merging([
            "isChoices": true,
            "options": options.map {
                ["name": $0.0, "field": name, "label": $0.1, "isChosen": chosen.contains($0.0)] as [String: Any]
            },
        ]) { $1 }
    }
}
