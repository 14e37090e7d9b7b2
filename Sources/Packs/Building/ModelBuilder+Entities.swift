// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Entities with their fields, rules and views, every expression checked.
extension ModelBuilder {
    mutating func buildEntities() -> OrderedDictionary<EntityName, Entity> {
        let computations = compileComputations()
        checkCycles(computations)
        let volatile = volatileFields(computations)
        var entities: OrderedDictionary<EntityName, Entity> = [:]
        for (name, draft) in draft.entities {
            var fields: OrderedDictionary<FieldName, Field> = [:]
            for field in draft.fields.values {
                let key = FieldKey(entity: name, field: field.name)
                fields[field.name] = build(field, name, computations[key], isVolatile: volatile.contains(key))
            }
            entities[name] = Entity(
                name: name, label: draft.element.label(), pluralLabel: draft.element.label("plural"), fields: fields,
                relationships: draft.relationships, titleField: titleField(draft, name), rules: rules(draft, name),
                combinations: combinations(draft, name, fields),
                list: list(draft, name), page: page(draft, name),
                sharing: draft.element.isTrue("sharing") ? draft.element.range(of: "sharing") : nil,
                pack: draft.pack,
                formerNames: draft.element.words("was").map { EntityName($0.value) }, range: draft.element.range)
        }
        return entities
    }

    private mutating func titleField(_ draft: ModelDraft.EntityDraft, _ name: EntityName) -> FieldName {
        guard let title = draft.element["title"],
            let field = field(title, in: name, at: draft.element.range(of: "title"))
        else { return "id" }
        return field
    }

    mutating func build(
        _ draft: ModelDraft.FieldDraft, _ entity: EntityName, _ computation: TypedExpression?, isVolatile: Bool
    ) -> Field {
        let element = draft.element
        let isStage = draft.pipeline != nil
        let minimum = isStage ? nil : bound("min", draft, entity)
        let maximum = isStage ? nil : bound("max", draft, entity)
        return Field(
            name: draft.name, entity: entity, label: element.label(),
            help: element.children("help").isEmpty ? nil : element.label("help"), type: draft.type,
            valueType: draft.valueType, origin: origin(draft, computation, isVolatile: isVolatile),
            isRequired: element.isTrue("required"), isUnique: element.isTrue("unique") || draft.system == .id,
            isIndexed: element.isTrue("index") || isStage, isSearchable: element.isTrue("search"),
            defaultValue: isStage ? nil : defaultValue(draft, entity), options: draft.options,
            reference: reference(draft), scale: draft.scale,
            currency: draft.type.widget == .money ? element["currency"] ?? "CNY" : nil,
            minimum: minimum, maximum: maximum,
            maximumLength: isStage ? nil : number("length", of: element, in: 1...1_000_000),
            sortLocale: element["sort"], formerNames: isStage ? [] : element.words("was").map { FieldName($0.value) },
            goneOptions: draft.goneOptions,
            isBalance: self.draft.ledgers[FieldKey(entity: entity, field: draft.name)] != nil,
            keepsHistory: keepsHistory(element, isVolatile: isVolatile), range: element.range)
    }

    private mutating func keepsHistory(_ element: PackElement, isVolatile: Bool) -> Bool {
        guard element.isTrue("history") else { return false }
        if isVolatile {
            diagnostics.append(
                .attributeNotForType, "A field that depends on the moment or on who asks has no history.",
                at: element.range(of: "history"), hint: "Remove the attribute.")
        }
        return true
    }

    private mutating func origin(
        _ draft: ModelDraft.FieldDraft, _ computation: TypedExpression?, isVolatile: Bool
    ) -> Field.Origin {
        if let system = draft.system { return .system(system) }
        if let pipeline = draft.pipeline { return .stage(pipeline) }
        if draft.type.name == "number" { return .numbered(numberPattern(draft.element)) }
        guard let computation else { return .entered }
        return isVolatile ? .volatile(computation) : .computed(computation)
    }

    private mutating func reference(_ draft: ModelDraft.FieldDraft) -> Reference? {
        guard case .entity(let target) = draft.valueType else { return nil }
        let deletion = word("on-delete", of: draft.element, among: ["restrict", "clear", "cascade"])
        return Reference(
            entity: target, inverse: draft.element["inverse"].map { FieldName($0) },
            deletion: deletion.flatMap(Reference.Deletion.init) ?? .restrict, isTree: draft.element.isTrue("tree"))
    }

    private mutating func bound(_ name: String, _ draft: ModelDraft.FieldDraft, _ entity: EntityName) -> Value? {
        guard let text = draft.element[name] else { return nil }
        let field = Field(
            name: draft.name, entity: entity, label: draft.element.label(), type: draft.type,
            valueType: draft.valueType,
            scale: draft.scale, range: draft.element.range)
        let value = try? draft.type.parse(text, field)
        switch value {
        case .integer, .decimal, .date: return value
        default:
            diagnostics.append(
                .badBounds, "“\(text)” is no bound of a field of type \(draft.type.name).",
                at: draft.element.range(of: name), hint: "Numbers and dates have bounds.")
            return nil
        }
    }

    private mutating func defaultValue(_ draft: ModelDraft.FieldDraft, _ entity: EntityName) -> TypedExpression? {
        guard let value = expression("default", of: draft.element, as: draft.valueType, on: entity) else { return nil }
        if value.paths.contains(where: { $0.root == .record && !$0.segments.isEmpty }) {
            diagnostics.append(
                .notConstant, "A default cannot read the record, which does not exist yet.",
                at: draft.element.range(of: "default"), hint: "Use compute for values that follow from other fields.")
        }
        return value
    }

    private mutating func numberPattern(_ element: PackElement) -> NumberPattern {
        var parts: [NumberPattern.Part] = []
        var rest = Substring(element["pattern"] ?? "")
        var hasCounter = false
        while let first = rest.first {
            guard first == "{", let end = rest.firstIndex(of: "}") else {
                let literal = rest.prefix { $0 != "{" }
                parts.append(.literal(String(literal.isEmpty ? rest : literal)))
                rest = rest.dropFirst(max(1, literal.count))
                continue
            }
            let inside = rest[rest.index(after: rest.startIndex)..<end]
            switch inside {
            case "yyyy": parts.append(.year)
            case "MM": parts.append(.month)
            default:
                guard !inside.isEmpty, inside.allSatisfy({ $0 == "0" }) else {
                    badPattern(element)
                    return NumberPattern(parts: parts)
                }
                hasCounter = true
                parts.append(.counter(digits: inside.count))
            }
            rest = rest[rest.index(after: end)...]
        }
        if !hasCounter, element["pattern"] != nil { badPattern(element) }
        return NumberPattern(parts: parts)
    }

    private mutating func badPattern(_ element: PackElement) {
        diagnostics.append(
            .badNumberPattern, "“\(element["pattern"] ?? "")” is no pattern of numbers.",
            at: element.range(of: "pattern"), hint: "Write one such as C{yyyy}{000000}.")
    }

    private mutating func rules(_ draft: ModelDraft.EntityDraft, _ entity: EntityName) -> [ValidationRule] {
        var rules: [ValidationRule] = []
        for element in draft.element.children("rule") {
            guard let id = element["id"],
                define("rule", "\(entity).\(id)", at: element.range(of: "id"), hint: anotherName)
            else { continue }
            let field = fields("field", of: element, in: entity).first
            let severity = word("severity", of: element, among: ["error", "warning"])
            guard let condition = expression("test", of: element, as: .boolean, on: entity) else { continue }
            rules.append(
                ValidationRule(
                    name: id, condition: condition, message: element.label(), field: field,
                    severity: severity.flatMap(ValidationRule.Severity.init) ?? .error))
        }
        return rules
    }
}
