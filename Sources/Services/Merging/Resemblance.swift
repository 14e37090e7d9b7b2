// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
public import Values

/// Why two records were taken for one: a field that is the same and one that is alike.
public struct Resemblance: Sendable, Hashable {
    public let same: FieldName
    public let alike: FieldName

    init(_ similarity: Similarity) {
        same = similarity.same
        alike = similarity.alike
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(_ text: String) {
        let names = text.split(separator: " ")
        guard names.count == 2 else { return nil }
        same = FieldName(String(names[0]))
        alike = FieldName(String(names[1]))
    }

    /// As it stands in the database.
    var text: String { "\(same) \(alike)" }

    /// The reason as a sentence, with the labels of an entity's fields.
    public func sentence(of entity: Entity) -> Label {
        func label(_ name: FieldName) -> Label {
            entity.fields[name]?.label ?? Label(english: name.rawValue, chinese: name.rawValue)
        }
        let (same, alike) = (label(same), label(alike))
        return Label(
            english: "“\(same.english)” is the same, “\(alike.english)” is alike",
            chinese: "“\(same.chinese)”相同，“\(alike.chinese)”相近")
    }
}
