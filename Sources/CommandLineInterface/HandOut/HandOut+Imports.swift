// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// How files become records.
    var imports: Markup {
        guard !model.imports.isEmpty else { return .empty }
        return section(.imports, words("Imports", "导入"), model.imports.values.map(described))
    }

    private func described(_ mapping: ImportMapping) -> Markup {
        let entity = model.entities[mapping.entity]
        func label(_ field: FieldName) -> String { entity?.fields[field]?.label[language] ?? field.rawValue }
        let keys = list(mapping.keys.map(label))
        var about = words(
            "A file in \(mapping.encoding.rawValue), columns divided by “\(mapping.delimiter)”.",
            "文件编码 \(mapping.encoding.rawValue)，列以“\(mapping.delimiter)”分隔。")
        if !keys.isEmpty {
            about += words(" A row is the record that has the same \(keys).", "以下字段相同视为同一条记录：\(keys)。")
        }
        if let similarity = mapping.similarity {
            let (same, alike) = (label(similarity.same), label(similarity.alike))
            about += words(
                " Records with the same \(same) and a similar \(alike) are proposed for merging.",
                "“\(same)”相同且“\(alike)”相近的记录会被建议合并。")
        }
        let rows = mapping.columns.map { column -> [Markup] in
            [
                .text(column.heading), Anchor.field(mapping.entity, column.field).link(label(column.field)),
                .text(note(column, entity?.fields[column.field])),
            ]
        }
        return .joined([
            .element("h3", [:], [.text(mapping.label[language] + " "), .element("code", mapping.name.rawValue)]),
            .element(
                "p", [:],
                [
                    .text(words("Makes records of ", "生成记录：")),
                    Anchor.entity(mapping.entity).link(entity?.label[language] ?? mapping.entity.rawValue),
                    .text(words(". ", "。") + about),
                ]),
            table([words("Column", "列"), words("Field", "字段"), words("To know", "说明")], rows, style: "columns"),
        ])
    }

    private func note(_ column: ImportColumn, _ field: Field?) -> String {
        var notes: [String] = []
        if let lookup = column.lookup {
            let other = field?.reference.flatMap { model.entities[$0.entity] }
            notes.append(words("found by ", "按字段查找：") + (other?.fields[lookup]?.label[language] ?? lookup.rawValue))
        }
        if !column.words.isEmpty {
            let pairs = column.words.sorted { $0.key < $1.key }.map { word, name in
                "\(word) → \(field?.options.first { $0.name == name }?.label[language] ?? name)"
            }
            notes.append(words("reads ", "词语对应：") + list(pairs))
        }
        switch column.onInvalid {
        case .reject: break
        case .clear: notes.append(words("left empty if it cannot be read", "无法识别时留空"))
        }
        return notes.joined(separator: words("; ", "；"))
    }

    /// The values that rules take from one place.
    var parameters: Markup {
        guard !model.parameters.isEmpty else { return .empty }
        let say = ReadableExpression(model: model, language: language)
        let rows = model.parameters.sorted { $0.key < $1.key }.map { name, parameter -> [Markup] in
            [.text(parameter.label[language]), .element("code", "@" + name), .text(say.said(parameter.value))]
        }
        return section(
            .parameters, words("Parameters", "参数"),
            [
                table([words("Parameter", "参数"), words("In expressions", "表达式中"), words("Value", "值")], rows)
            ])
    }
}
