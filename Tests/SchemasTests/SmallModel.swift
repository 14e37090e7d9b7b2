// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

/// Builds models of one entity, `Shelf`, without a pack.
enum SmallModel {
    static let range = SourceRange(
        file: "test", start: SourcePosition(line: 1, column: 1), end: SourcePosition(line: 1, column: 1))
    static let label = Label(english: "x", chinese: "x")

    static let text = FieldType(
        name: "text", label: label, shape: .scalar(.text), widget: .text,
        canonical: { value, _ throws(FieldFault) in value }, parse: { text, _ throws(FieldFault) in .text(text) },
        display: { _, _, _ in "" })

    static func field(
        _ name: FieldName, _ type: ValueType = .text, isRequired: Bool = false, isUnique: Bool = false,
        isIndexed: Bool = false, isSearchable: Bool = false, scale: Int = 0, sortLocale: String? = nil
    ) -> Field {
        Field(
            name: name, entity: "Shelf", label: label, type: text, valueType: type, isRequired: isRequired,
            isUnique: isUnique, isIndexed: isIndexed, isSearchable: isSearchable, scale: scale,
            sortLocale: sortLocale, range: range)
    }

    static func model(_ fingerprint: String, _ fields: [Field]) -> Model {
        let shelf = Entity(
            name: "Shelf", label: label, pluralLabel: label,
            fields: OrderedDictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) }), relationships: [:],
            titleField: "title", rules: [], list: ListView(columns: [], order: [], filters: []),
            page: RecordPage(sections: [], related: [], timeline: nil), sharing: nil, pack: "test", range: range)
        return Model(
            packs: [], entities: ["Shelf": shelf], pipelines: [:], roles: [:], reports: [:], imports: [:],
            parameters: [:], demoFiles: [], demoUsers: [], fingerprint: fingerprint)
    }
}
