// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// People and records that are there.
extension ScenarioBuilder {
    mutating func person(_ element: PackElement) -> ScenarioPerson? {
        guard let id = element["id"], let user = model.entities["User"] else { return nil }
        let roles = element.words("roles").filter { word in
            diagnostics.require(
                .unknownRole, word.value, among: model.roles.keys.map(\.rawValue), at: word.range,
                "There is no role “\(word.value)”.")
        }
        let values = assignments(element, user, reads: false, given: true)
        guard id != "engine" else {
            refuse("The engine itself is called “engine”.", at: element.range(of: "id"), hint: "Choose another name.")
            return nil
        }
        guard name(id, "User", at: element.range(of: "id")) else { return nil }
        persons.insert(id)
        return ScenarioPerson(
            name: id, displayName: element["name"] ?? id, roles: roles.map { RoleName($0.value) }, values: values)
    }

    mutating func given(_ element: PackElement) -> [ScenarioRecord] {
        guard let entity = entity("entity", of: element) else { return [] }
        let moment = instant("at", of: element)
        if let moment { note(moment, at: element.range(of: "at")) }
        if element["file"] != nil { return table(element, entity, moment) }
        var values = assignments(element, entity, reads: false, given: true)
        values += element.words("stage").compactMap { stage($0.value, entity, at: $0.range) }
        guard let alias = element["record"] else {
            return [ScenarioRecord(alias: nil, entity: entity.name, values: values, moment: moment)]
        }
        guard name(alias, entity.name, at: element.range(of: "record")) else { return [] }
        return [ScenarioRecord(alias: alias, entity: entity.name, values: values, moment: moment)]
    }

    /// The values that an element sets.
    ///
    /// - Parameters:
    ///   - reads: Whether there is a record whose fields the values may name.
    ///   - given: The record is written as it is, so that only what nobody can write is refused.
    mutating func assignments(
        _ element: PackElement, _ entity: Entity, reads: Bool, given: Bool = false
    ) -> [ScenarioAssignment] {
        element.children("set").compactMap { set in
            guard let name = set["field"], let field = field(name, of: entity, at: set.range(of: "field")) else {
                return nil
            }
            if given, !isGiven(field) {
                refuse(
                    "“\(name)” is not written by anybody.", at: set.range(of: "field"),
                    hint: field.isStage ? "Write stage=\"…\" at <given>." : "Give the records that it is computed from."
                )
                return nil
            }
            return expression("value", of: set, as: field.valueType, on: entity.name, reads: reads).map {
                ScenarioAssignment(field: field.name, source: .expression($0), range: set.range(of: "value"))
            }
        }
    }

    private func isGiven(_ field: Field) -> Bool {
        switch field.origin {
        case .entered, .numbered: true
        case .computed, .volatile, .stage, .system: false
        }
    }

    /// The stage of a given record: the field of the pipeline that has it.
    private mutating func stage(_ name: String, _ entity: Entity, at range: SourceRange) -> ScenarioAssignment? {
        let own = model.pipelines.values.filter { $0.entity == entity.name }
        guard let pipeline = own.first(where: { $0.stage(StageName(name)) != nil }) else {
            diagnostics.require(
                .unknownStage, name, among: own.flatMap(\.stages).map(\.name.rawValue), at: range,
                "\(entity.name) has no stage “\(name)”.")
            return nil
        }
        return ScenarioAssignment(field: pipeline.field, source: .value(.text(name)), range: range)
    }

    private mutating func note(_ moment: Instant, at range: SourceRange) {
        if hasBegun {
            refuse(
                "Records of before stand before what happens.", at: range,
                hint: "Move it up, or remove “at” so that it is written now.")
        }
        if let last = self.moment, moment < last {
            refuse("This moment lies before the one above.", at: range, hint: "Write what happened first further up.")
        }
        self.moment = max(moment, self.moment ?? moment)
    }
}

extension Field {
    var isStage: Bool { if case .stage = origin { true } else { false } }
}

// Many records in a table.
extension ScenarioBuilder {
    private mutating func table(_ element: PackElement, _ entity: Entity, _ moment: Instant?) -> [ScenarioRecord] {
        guard let file = file(of: element) else { return [] }
        tables.append(SourceText(path: file.path, text: String(decoding: file.bytes, as: UTF8.self)))
        var pieces = [file.bytes]
        do {
            var reader = try CSVReader(delimiter: ",") { pieces.popLast() }
            guard let heading = try reader.next() else { return [] }
            let columns = heading.cells.map { column($0, entity, Self.place(1, file)) }
            var records: [ScenarioRecord] = []
            while let row = try reader.next() {
                records += self.row(row, columns, entity, moment, Self.place(row.line, file)).map { [$0] } ?? []
            }
            return records
        } catch {
            refuse("A row of \(file.path) is longer than 1 MiB.", at: element.range(of: "file"))
            return []
        }
    }

    private enum Column {
        case record, stage, at
        case field(Field)
    }

    private static func place(_ line: Int, _ file: ScenarioFile) -> SourceRange {
        let start = SourcePosition(line: line, column: 1)
        return SourceRange(file: file.path, start: start, end: SourcePosition(line: line, column: 2))
    }

    private mutating func column(_ heading: String, _ entity: Entity, _ place: SourceRange) -> Column? {
        let own = entity.fields[FieldName(heading)]
        if let own, isGiven(own) { return .field(own) }
        switch heading {
        case "record": return .record
        case "stage": return .stage
        case "at": return .at
        default: break
        }
        if own != nil {
            refuse("“\(heading)” is not written by anybody.", at: place, hint: "Remove the column.")
            return nil
        }
        return field(heading, of: entity, at: place).map(Column.field)
    }

    private mutating func row(
        _ row: CSVReader.Row, _ columns: [Column?], _ entity: Entity, _ moment: Instant?, _ place: SourceRange
    ) -> ScenarioRecord? {
        var alias: String?
        var moment = moment
        var values: [ScenarioAssignment] = []
        for (column, cell) in zip(columns, row.cells) where !cell.isEmpty {
            switch column {
            case .record: alias = cell
            case .at:
                moment = instant(cell, at: place)
                if let moment { note(moment, at: place) }
            case .stage: values += cell.split(separator: " ").compactMap { stage(String($0), entity, at: place) }
            case .field(let field): values += self.cell(cell, field, place).map { [$0] } ?? []
            case nil: continue
            }
        }
        if let alias, !name(alias, entity.name, at: place) { return nil }
        return ScenarioRecord(alias: alias, entity: entity.name, values: values, moment: moment)
    }

    private mutating func cell(_ text: String, _ field: Field, _ place: SourceRange) -> ScenarioAssignment? {
        if field.reference != nil, text.hasPrefix("@") {
            do {
                let typed = try compiler.compile(text, as: field.valueType, on: field.entity, in: scope)
                return ScenarioAssignment(field: field.name, source: .expression(typed), range: place)
            } catch {
                diagnostics.append(
                    .unknownScenarioRecord, "\(field.name): \(error.message)", at: place,
                    hint: error.hint.map { "\($0)" })
                return nil
            }
        }
        if field.reference != nil { return ScenarioAssignment(field: field.name, source: .named(text), range: place) }
        do {
            return ScenarioAssignment(
                field: field.name, source: .value(try field.type.parse(text, field)), range: place)
        } catch {
            refuse("\(field.name): \(error.message)", at: place)
            return nil
        }
    }

    /// The file that an element names, beside the file that the element stands in.
    mutating func file(of element: PackElement) -> ScenarioFile? {
        guard let name = element["file"] else { return nil }
        let folder = element.range.file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let path = (folder.map(String.init) + [name]).joined(separator: "/")
        guard !name.contains(".."), let bytes = files.bytes(path) else {
            diagnostics.append(
                .demoFileMissing, "There is no file \(name) beside this one.", at: element.range(of: "file"),
                hint: "Tables lie in the folder of the scenario that names them.")
            return nil
        }
        return ScenarioFile(path: path, bytes: bytes)
    }
}
