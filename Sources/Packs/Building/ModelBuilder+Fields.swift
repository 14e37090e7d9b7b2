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
            draft.choices[ChoiceName(id)] = choiceOptions(options(of: element), isFlags: false)
        }
        for (_, element) in definitions("parameter") {
            guard let id = element["id"], define("parameter", id, at: element.range(of: "id"), hint: anotherName),
                let type = fieldType(of: element), let text = element["value"]
            else { continue }
            parameter(id, type, text, element)
        }
    }

    private mutating func parameter(_ id: String, _ type: FieldType, _ text: String, _ element: PackElement) {
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
            diagnostics.append(.badAttribute, error.message.english, at: element.range(of: "value"))
        }
    }

    mutating func collectEntities() {
        for (pack, element) in definitions("entity") {
            guard let id = element["id"],
                define("entity", id, at: element.range(of: "id"), hint: "Use <extend entity=\"\(id)\"> to add to it.")
            else { continue }
            draft.entities[EntityName(id)] = ModelDraft.EntityDraft(element: element, pack: pack.name, parts: [element])
        }
        for (_, element) in definitions("extend") {
            guard let name = entity("entity", of: element) else { continue }
            draft.entities[name]?.parts.append(element)
        }
    }

    mutating func collectFields() {
        for (name, entity) in draft.entities {
            var fields = systemFields()
            for part in entity.parts {
                for element in part.children("field") {
                    guard let field = fieldDraft(element, name), isNew(element, in: name) else { continue }
                    fields[field.name] = field
                }
                for element in part.children("option-of") { addOptions(element, name, &fields) }
            }
            draft.entities[name]?.fields = fields
        }
    }

    private mutating func isNew(_ element: PackElement, in entity: EntityName) -> Bool {
        guard let id = element["id"] else { return false }
        if SystemField(rawValue: id) != nil {
            diagnostics.append(
                .reservedName, "Every record has a field “\(id)” already.", at: element.range(of: "id"),
                hint: anotherName)
            return false
        }
        return define("field", "\(entity).\(id)", at: element.range(of: "id"), hint: anotherName)
    }

    private mutating func fieldDraft(_ element: PackElement, _ entity: EntityName) -> ModelDraft.FieldDraft? {
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

    private func with(
        _ field: ModelDraft.FieldDraft, _ type: ValueType, _ element: PackElement
    ) -> ModelDraft.FieldDraft {
        ModelDraft.FieldDraft(name: field.name, element: element, type: field.type, valueType: type)
    }

    private mutating func fieldType(of element: PackElement) -> FieldType? {
        guard let name = element["type"] else { return nil }
        guard let type = fieldTypes[FieldTypeName(name)] else {
            require(
                .unknownType, name, among: fieldTypes.names.map(\.rawValue), at: element.range(of: "type"),
                "There is no field type “\(name)”.")
            return nil
        }
        return type
    }

    private mutating func checkAttributes(_ element: PackElement, _ type: FieldType) {
        let isText = type.shape == .scalar(.text)
        let fitting: [String: Bool] = [
            "pattern": type.name == "number", "options": type.shape == .choice || type.shape == .flags,
            "to": type.shape == .reference, "inverse": type.shape == .reference,
            "on-delete": type.shape == .reference, "length": isText, "sort": isText, "search": isText,
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

    private mutating func fieldOptions(
        _ element: PackElement, _ entity: EntityName, isFlags: Bool
    ) -> (ChoiceName, [Option])? {
        if let shared = element["options"] {
            let shareds = definitions("choice").map(\.element)
            guard let list = shareds.first(where: { $0["id"] == shared }) else {
                require(
                    .unknownChoice, shared, among: shareds.compactMap { $0["id"] }, at: element.range(of: "options"),
                    "There is no choice “\(shared)”.")
                return nil
            }
            return (ChoiceName(shared), options(of: list, isChecked: false))
        }
        let options = options(of: element)
        guard !options.isEmpty || !element.children("option").isEmpty else {
            diagnostics.append(
                .missingOptions, "A choice needs options.", at: element.range,
                hint: "Add <option id=\"…\">, or options=\"…\" with the name of a shared choice.")
            return nil
        }
        if isFlags { checkFlags(element, options) }
        let name = ChoiceName("\(entity).\(element["id"] ?? "")")
        draft.choices[name] = choiceOptions(options, isFlags: isFlags)
        return (name, options)
    }

    private func choiceOptions(_ options: [Option], isFlags: Bool) -> [ChoiceOption] {
        options.enumerated().map { index, option in
            ChoiceOption(name: option.name, number: isFlags ? 1 << UInt64(option.flag ?? 0) : UInt64(index))
        }
    }

    /// The options inside an element; those with a repeated name are findings and left out.
    private mutating func options(of element: PackElement, isChecked: Bool = true) -> [Option] {
        var seen: [String: SourceRange] = [:]
        var result: [Option] = []
        for child in element.children("option") {
            guard let id = child["id"] else { continue }
            if let first = seen[id] {
                if isChecked {
                    diagnostics.append(
                        .duplicate, "The option “\(id)” is defined twice.", at: child.range(of: "id"),
                        hint: anotherName,
                        notes: [Diagnostic.Note("It is defined here first.", at: first)])
                }
                continue
            }
            seen[id] = child.range(of: "id")
            let tone = word("tone", of: child, among: ["neutral", "positive", "caution", "negative", "accent"])
            result.append(
                Option(
                    name: id, label: child.label(), tone: tone.flatMap(Option.Tone.init) ?? .neutral,
                    flag: number("flag", of: child, in: 0...61), isRetired: child.isTrue("retired")))
        }
        return result
    }

    private mutating func checkFlags(_ element: PackElement, _ options: [Option]) {
        var seen: Set<Int> = []
        for (option, child) in zip(options, element.children("option")) {
            guard let flag = option.flag else {
                diagnostics.append(
                    .badFlag, "The option “\(option.name)” needs the attribute “flag”.", at: child.range,
                    hint: "Number the options from 0 to 61 and never change a number.")
                continue
            }
            if !seen.insert(flag).inserted {
                diagnostics.append(
                    .badFlag, "The flag \(flag) stands for two options.", at: child.range(of: "flag"),
                    hint: "Give each option a number of its own.")
            }
        }
    }

    private mutating func addOptions(
        _ element: PackElement, _ entity: EntityName,
        _ fields: inout OrderedDictionary<FieldName, ModelDraft.FieldDraft>
    ) {
        guard let name = element["field"] else { return }
        guard var field = fields[FieldName(name)], !field.options.isEmpty else {
            require(
                .unknownField, name, among: fields.values.filter { !$0.options.isEmpty }.map(\.name.rawValue),
                at: element.range(of: "field"), "\(entity) has no choice “\(name)”.")
            return
        }
        for option in options(of: element) {
            guard !field.options.contains(where: { $0.name == option.name }) else {
                diagnostics.append(
                    .duplicate, "The option “\(option.name)” is there already.", at: element.range, hint: anotherName)
                continue
            }
            field.options.append(option)
        }
        let isFlags = field.type.shape == .flags
        switch field.valueType {
        case .choice(let choice), .flags(let choice):
            draft.choices[choice] = choiceOptions(field.options, isFlags: isFlags)
        default: break
        }
        fields[FieldName(name)] = field
    }

    private func systemFields() -> OrderedDictionary<FieldName, ModelDraft.FieldDraft> {
        var fields: OrderedDictionary<FieldName, ModelDraft.FieldDraft> = [:]
        for field in SystemField.allCases {
            let (typeName, valueType) = field.shape
            guard let type = fieldTypes[typeName] else { continue }
            let name = FieldName(field.rawValue)
            let place = SourcePosition(line: 1, column: 1)
            let element = PackElement(
                name: "field", range: SourceRange(file: "system/pack.xml", start: place, end: place),
                attributes: [:], children: field.labels, text: "")
            var draft = ModelDraft.FieldDraft(name: name, element: element, type: type, valueType: valueType)
            draft.system = field
            fields[name] = draft
        }
        return fields
    }

    var anotherName: String { "Choose another name." }
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
        let range = SourceRange(file: "system/pack.xml", start: place, end: place)
        let language = PackElement.LocatedAttribute(
            nameRange: range,
            value: LocatedText(file: range.file, scalars: "zh-Hans".unicodeScalars.map { ($0, place) }, end: place))
        return [
            PackElement(name: "label", range: range, attributes: [:], children: [], text: english),
            PackElement(name: "label", range: range, attributes: ["xml:lang": language], children: [], text: chinese),
        ]
    }
}
