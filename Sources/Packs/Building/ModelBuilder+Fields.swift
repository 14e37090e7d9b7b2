// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What is known before any expression is checked: entities, their fields with types, choices, parameters.
extension ModelBuilder {
    mutating func collectChoicesAndParameters() {
        for (_, element) in definitions("choice") {
            guard let id = element["id"], define("choice", id, at: element.range(of: "id"), hint: anotherName) else {
                continue
            }
            if id == GoalBook.metricChoice.rawValue {
                diagnostics.append(
                    .reservedName, "The choice “\(id)” is made of the metrics.", at: element.range(of: "id"),
                    hint: anotherName)
            }
            draft.choices[ChoiceName(id)] = choiceOptions(options(of: element), isFlags: false)
        }
        if let metrics = metricList {
            draft.choices[GoalBook.metricChoice] = choiceOptions(
                options(of: metrics, isChecked: false), isFlags: false)
        }
        for (_, element) in definitions("parameter") {
            guard let id = element["id"], define("parameter", id, at: element.range(of: "id"), hint: anotherName),
                let type = fieldType(of: element), let text = element["value"]
            else { continue }
            parameter(id, type, text, element)
        }
    }

    mutating func parameter(_ id: String, _ type: FieldType, _ text: String, _ element: PackElement) {
        let valueType: ValueType
        switch type.shape {
        case .scalar(let scalar): valueType = scalar
        case .decimal: valueType = .decimal
        case .choice, .flags, .reference:
            diagnostics.append(
                .attributeNotForType, "A parameter cannot be a \(type.name).", at: element.range(of: "type"),
                hint: "Use a type of single values, such as integer, date or duration.")
            return
        }
        let field = Field(
            name: FieldName(id), entity: "", label: element.label(), type: type, valueType: valueType, scale: 12,
            range: element.range)
        do {
            draft.parameters[id] = Parameter(
                type: valueType, value: try type.parse(text, field), label: element.label())
        } catch {
            diagnostics.append(.badAttribute, "\(error.message)", at: element.range(of: "value"))
        }
    }

    mutating func collectEntities() {
        for (pack, element) in definitions("entity") {
            guard let id = element["id"],
                define("entity", id, at: element.range(of: "id"), hint: "Use <extend entity=\"\(id)\"> to add to it.")
            else { continue }
            draft.entities[EntityName(id)] = ModelDraft.EntityDraft(element: element, pack: pack.name)
        }
    }

    mutating func collectFields() {
        for (name, entity) in draft.entities {
            var fields = systemFields()
            for element in entity.element.children("field") {
                guard let field = fieldDraft(element, name), isNew(element, in: name) else { continue }
                fields[field.name] = field
            }
            draft.entities[name]?.fields = fields
        }
    }

    mutating func isNew(_ element: PackElement, in entity: EntityName) -> Bool {
        guard let id = element["id"] else { return false }
        if SystemField(rawValue: id) != nil {
            diagnostics.append(
                .reservedName, "Every record has a field “\(id)” already.", at: element.range(of: "id"),
                hint: anotherName)
            return false
        }
        return define(
            "field", "\(entity).\(id)", at: element.range(of: "id"),
            hint: "Choose another name; or write shared=\"true\" at both, if they are the same field.")
    }

    mutating func fieldDraft(_ element: PackElement, _ entity: EntityName) -> ModelDraft.FieldDraft? {
        guard let id = element["id"], let type = fieldType(of: element) else { return nil }
        checkAttributes(element, type)
        var field = ModelDraft.FieldDraft(name: FieldName(id), element: element, type: type, valueType: .text)
        switch type.shape {
        case .scalar(let scalar): field = with(field, scalar, element)
        case .decimal(let scale):
            field = with(field, .decimal, element)
            field.scale = number("scale", of: element, in: 0...12) ?? scale
        case .choice, .flags:
            let isFlags = type.shape == .flags
            guard let (name, options) = fieldOptions(element, entity, isFlags: isFlags) else { return nil }
            field = with(field, isFlags ? .flags(name) : .choice(name), element)
            field.options = options
            field.goneOptions = goneOptions(of: optionList(of: element) ?? element, "option")
        case .reference:
            guard let target = self.entity("to", of: element) else {
                if element["to"] == nil {
                    diagnostics.append(
                        .missingAttribute, "A reference needs the attribute “to”.", at: element.range,
                        hint: "Name the entity it points to.")
                }
                return nil
            }
            field = with(field, .entity(target), element)
        }
        return field
    }

    func with(
        _ field: ModelDraft.FieldDraft, _ type: ValueType, _ element: PackElement
    ) -> ModelDraft.FieldDraft {
        ModelDraft.FieldDraft(name: field.name, element: element, type: field.type, valueType: type)
    }

    mutating func fieldType(of element: PackElement) -> FieldType? {
        guard let name = element["type"] else { return nil }
        guard let type = fieldTypes[FieldTypeName(name)] else {
            require(
                .unknownType, name, among: fieldTypes.names.map(\.rawValue), at: element.range(of: "type"),
                "There is no field type “\(name)”.")
            return nil
        }
        return type
    }

    mutating func checkAttributes(_ element: PackElement, _ type: FieldType) {
        let isText = type.shape == .scalar(.text)
        let fitting: [String: Bool] = [
            "pattern": type.name == "number", "options": type.shape == .choice || type.shape == .flags,
            "to": type.shape == .reference, "inverse": type.shape == .reference,
            "on-delete": type.shape == .reference, "tree": type.shape == .reference, "length": isText, "sort": isText,
            "search": isText,
            "currency": type.widget == .money,
        ]
        for (name, fits) in fitting.sorted(by: { $0.key < $1.key }) where !fits {
            guard let attribute = element.attributes[name] else { continue }
            diagnostics.append(
                .attributeNotForType, "A field of type \(type.name) has no attribute “\(name)”.",
                at: attribute.nameRange, hint: "Remove it, or choose another type.")
        }
        if type.name == "number", element["pattern"] == nil {
            diagnostics.append(
                .missingAttribute, "A number needs the attribute “pattern”.", at: element.range,
                hint: "Write one such as pattern=\"C{yyyy}{000000}\".")
        }
    }

    func systemFields() -> OrderedDictionary<FieldName, ModelDraft.FieldDraft> {
        var fields: OrderedDictionary<FieldName, ModelDraft.FieldDraft> = [:]
        for field in SystemField.allCases {
            let (typeName, valueType) = field.shape
            guard let type = fieldTypes[typeName] else { continue }
            let name = FieldName(field.rawValue)
            let place = SourcePosition(line: 1, column: 1)
            let element = PackElement(
                name: "field", range: SourceRange(file: "system/pack.xml", start: place, end: place),
                children: field.labels)
            var draft = ModelDraft.FieldDraft(name: name, element: element, type: type, valueType: valueType)
            draft.system = field
            fields[name] = draft
        }
        return fields
    }

    var anotherName: Sentence { "Choose another name." }
}

extension SystemField {
    fileprivate var shape: (FieldTypeName, ValueType) {
        switch self {
        case .id: ("reference", .identifier)
        case .version: ("integer", .integer)
        case .createdAt, .updatedAt: ("dateTime", .instant)
        case .createdBy, .updatedBy: ("reference", .entity("User"))
        }
    }

    fileprivate var labels: [PackElement] {
        let (english, chinese): (String, String) =
            switch self {
            case .id: ("Key", "键")
            case .version: ("Version", "版本")
            case .createdAt: ("Created", "创建时间")
            case .createdBy: ("Created by", "创建人")
            case .updatedAt: ("Changed", "修改时间")
            case .updatedBy: ("Changed by", "修改人")
            }
        let place = SourcePosition(line: 1, column: 1)
        return madeLabels(
            english: english, chinese: chinese,
            at: SourceRange(file: "system/pack.xml", start: place, end: place))
    }
}
