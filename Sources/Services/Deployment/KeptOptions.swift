// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Schemas
import Storage
import Values

/// Options and stages that records have and an earlier model does not know: it keeps them, retired, so that no record
/// loses what was written since.
struct KeptOptions {
    struct Kept {
        let entity: EntityName
        let field: FieldName
        let option: Option
        let records: Int
        /// The elements around it, from the outermost.
        let path: [String]
    }

    let kept: [Kept]

    /// - Parameters:
    ///   - current: The model in force, whose options records have.
    ///   - earlier: The model that is gone back to.
    ///   - restored: What has its earlier name again, and is not kept under its name now.
    init(
        _ current: StoreEnvironment, missingIn earlier: Model, restoring restored: RestoredNames, _ store: any Store
    ) throws {
        var kept: [Kept] = []
        for entity in current.model.entities.values {
            let owner = restored.former(entity: entity.name.rawValue)
            guard let former = earlier.entities[EntityName(owner)], let table = current.layout[entity.name] else {
                continue
            }
            for field in entity.fields.values {
                let name = restored.former(field: field.name.rawValue, of: owner)
                guard let known = former.fields[FieldName(name)], Self.haveSameOptions(known, field),
                    let column = table.columns[field.name]?.column
                else { continue }
                let names = Set(known.options.map(\.name))
                let renamed = restored.options["\(owner).\(name)"] ?? [:]
                let added = field.options.filter { !names.contains($0.name) && renamed[$0.name] == nil }
                guard !added.isEmpty else { continue }
                let held = try store.values(in: table.table, column: column)
                kept += added.compactMap { option in
                    let records = Self.records(with: option, in: held)
                    return records == 0
                        ? nil
                        : Kept(
                            entity: former.name, field: known.name, option: option, records: records,
                            path: Self.path(to: known))
                }
            }
        }
        self.kept = kept
    }

    /// Both hold options of the same kind; a list that belongs to the field alone is called after it.
    private static func haveSameOptions(_ known: Field, _ field: Field) -> Bool {
        switch (known.valueType, field.valueType) {
        case (.choice, .choice), (.flags, .flags): true
        default: known.valueType == field.valueType
        }
    }

    /// The records with an option; those of a set of options have its bit.
    private static func records(with option: Option, in held: [String: Int]) -> Int {
        guard let flag = option.flag else { return held[option.name] ?? 0 }
        return held.reduce(0) { sum, value in
            (Int64(value.key) ?? 0) & (1 << Int64(flag)) == 0 ? sum : sum + value.value
        }
    }

    private static func path(to field: Field) -> [String] {
        if case .stage(let pipeline) = field.origin { return ["extend-pipeline id=\"\(pipeline)\""] }
        switch field.valueType {
        case .choice(let name) where !name.rawValue.contains("."), .flags(let name) where !name.rawValue.contains("."):
            return ["extend-choice id=\"\(name)\""]
        default: return ["extend entity=\"\(field.entity)\"", "extend-field id=\"\(field.name)\""]
        }
    }

    /// A pack that holds nothing but them, to stand among the detached ones; nil if there are none.
    func texts(above packs: [PackName], edition: Int64) -> PackTexts? {
        guard !kept.isEmpty else { return nil }
        var written: Set<String> = []
        let elements = kept.compactMap { kept -> String? in
            let isStage = kept.path[0].hasPrefix("extend-pipeline")
            let open = kept.path.map { "<\($0)>" }.joined()
            let close = kept.path.reversed().map { "</\($0.split(separator: " ")[0])>" }.joined()
            // Several fields may take the options of one list.
            guard written.insert("\(open)\(kept.option.name)").inserted else { return nil }
            let kind = isStage ? "stage" : "option"
            let flag = kept.option.flag.map { " flag=\"\($0)\"" } ?? ""
            return
                "\(open)<\(kind) id=\"\(escaped(kept.option.name))\"\(flag)>\(labels(kept.option.label))</\(kind)>\(close)"
        }
        let requirements = packs.map { "\($0) >=0.0.0" }.joined(separator: ", ")
        let text =
            "<pack xmlns=\"urn:trellis:pack:1\" id=\"kept-from-\(edition)\" version=\"1.0.0\" "
            + "requires=\"\(requirements)\">\(labels(Label(english: "Kept options", chinese: "保留的选项")))"
            + elements.joined() + "</pack>"
        return PackTexts(folder: nil, files: [PackFile(path: "kept-from-\(edition)/pack.xml", text: text)])
    }
}

private func labels(_ label: Label) -> String {
    "<label>\(escaped(label.english))</label><label xml:lang=\"zh-Hans\">\(escaped(label.chinese))</label>"
}

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
}
