// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Values

// Where a field may stand on its page: at the top of a section, or behind another field.
extension SetupForm {
    /// A place of a page, as the form sends it: `<name` before a field that is first in its section, `name` behind one.
    enum Place {
        case before(FieldName)
        case behind(FieldName)

        init(_ text: String) {
            self = text.hasPrefix("<") ? .before(FieldName(String(text.dropFirst()))) : .behind(FieldName(text))
        }
    }

    /// Every place of the page, section by section.
    var places: [(String, String)] {
        guard let entity else { return [] }
        return entity.page.sections.flatMap { section -> [(String, String)] in
            let shown = section.fields.compactMap { entity.fields[$0] }
            guard let first = shown.first else { return [] }
            let heading = section.label[language]
            let top = ("<" + first.name.rawValue, "\(heading): \(visit.word("setup.top"))")
            return [top] + shown.map { ($0.name.rawValue, "\(heading) › \($0.label[language])") }
        }
    }

    /// The change that moves a field; nil if it would stand beside itself.
    func move(_ field: FieldName, to text: String, of entity: EntityName) -> Customisation? {
        switch Place(text) {
        case .before(let other): other == field ? nil : .placeFirst(entity: entity, field, before: other)
        case .behind(let other): other == field ? nil : .placeField(entity: entity, field, behind: other)
        }
    }
}
