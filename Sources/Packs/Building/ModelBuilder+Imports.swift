// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildImports() -> OrderedDictionary<ImportName, ImportMapping> {
        var imports: OrderedDictionary<ImportName, ImportMapping> = [:]
        for (_, element) in definitions("import") {
            guard let id = element["id"], define("import", id, at: element.range(of: "id"), hint: anotherName),
                let entity = entity("entity", of: element)
            else { continue }
            let encoding = word("encoding", of: element, among: ["UTF-8", "GB18030"])
            let columns = element.children("column").compactMap { column($0, entity) }
            if columns.isEmpty {
                diagnostics.append(
                    .badImport, "A mapping needs columns.", at: element.range,
                    hint: "Add <column heading=\"…\" field=\"…\"/>.")
            }
            imports[ImportName(id)] = ImportMapping(
                name: ImportName(id), label: element.label(), entity: entity,
                encoding: encoding.flatMap(ImportMapping.Encoding.init) ?? .utf8,
                delimiter: element["delimiter"]?.first ?? ",", columns: columns,
                keys: fields("key", of: element, in: entity), similarity: similarity(element, entity),
                range: element.range)
        }
        return imports
    }

    private mutating func column(_ element: PackElement, _ entity: EntityName) -> ImportColumn? {
        guard let heading = element["heading"], let name = element.value(of: "field"),
            let field = field(name.text, in: entity, at: name.range), let draft = draft.entities[entity]?.fields[field]
        else { return nil }
        if draft.element["compute"] != nil, draft.pipeline == nil {
            diagnostics.append(
                .badImport, "“\(field)” is computed and cannot be imported.", at: name.range, hint: "Remove the column."
            )
        }
        let words = element.children("word").compactMap { child -> (String, String)? in
            guard let from = child["from"], let to = child["to"] else { return nil }
            if !draft.options.isEmpty {
                require(
                    .badImport, to, among: draft.options.map(\.name), at: child.range(of: "to"),
                    "“\(field)” has no option “\(to)”.")
            }
            return (from, to)
        }
        let fallback = word("on-invalid", of: element, among: ["reject", "clear"])
        return ImportColumn(
            heading: heading, field: field, words: Dictionary(words) { first, _ in first },
            lookup: lookup(element, draft), onInvalid: fallback.flatMap(ImportColumn.Fallback.init) ?? .reject)
    }

    private mutating func lookup(_ element: PackElement, _ field: ModelDraft.FieldDraft) -> FieldName? {
        guard let value = element.value(of: "lookup") else { return nil }
        guard case .entity(let target) = field.valueType else {
            diagnostics.append(
                .badImport, "“\(field.name)” is no reference, so nothing is looked up.", at: value.range,
                hint: "Remove the attribute “lookup”.")
            return nil
        }
        return self.field(value.text, in: target, at: value.range)
    }

    private mutating func similarity(_ element: PackElement, _ entity: EntityName) -> Similarity? {
        guard let child = element.children("similar").first, let same = fields("same", of: child, in: entity).first,
            let alike = fields("alike", of: child, in: entity).first
        else { return nil }
        return Similarity(same: same, alike: alike)
    }

    mutating func demoFiles() -> [DemoFile] {
        definitions("demo").compactMap { pack, element in
            guard let entity = entity("entity", of: element), let file = element["file"], let folder = pack.folder
            else {
                return nil
            }
            let path = URL(fileURLWithPath: folder).standardizedFileURL.path + "/" + file
            guard FileManager.default.fileExists(atPath: path), !file.contains("..") else {
                diagnostics.append(
                    .demoFileMissing, "There is no file \(file) in the pack’s folder.", at: element.range(of: "file"),
                    hint: "Paths begin at the folder that holds pack.xml.")
                return nil
            }
            return DemoFile(entity: entity, path: path, range: element.range)
        }
    }

    mutating func demoUsers(_ roles: [String]) -> [DemoUser] {
        definitions("demo-user").compactMap { _, element in
            guard let id = element["id"], define("demo user", id, at: element.range(of: "id"), hint: anotherName) else {
                return nil
            }
            let known = element.words("roles").filter { word in
                require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
            }
            return DemoUser(name: id, label: element.label(), roles: known.map { RoleName($0.value) })
        }
    }
}
