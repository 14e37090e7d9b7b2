// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

// Lists and pages have no name of their own: `Account.list` and `Account.page` mean what every layer says about them.
extension Composition {
    /// The list or the page of an entity, with what each layer put there, moved or took out, in the order in which it is
    /// done; nil if no layer says anything about it.
    func layout(_ kind: String, of entity: PackElement, as name: String) -> Explanation? {
        let views = entity.children(kind)
        guard let first = views.first else { return nil }
        return Explanation(
            kind: kind, name: name, pack: layering.pack(at: first.range), range: first.range,
            attributes: views.flatMap(attributes(of:)), parts: views.flatMap(\.children).map(part))
    }

    /// What layers moved into a section, or beside a field that its own layer put there.
    func moves(into section: PackElement, of entity: PackElement) -> [Explanation] {
        let fields = Set(section.words("fields").map(\.value))
        return entity.children("page").flatMap { $0.children("place") }.filter { place in
            if let named = place["section"] { return named == section["id"] }
            return [place["after"], place["before"]].contains { anchor in anchor.map(fields.contains) ?? false }
        }.map(part)
    }

    private func part(_ element: PackElement) -> Explanation {
        Explanation(
            kind: element.name, name: element.layoutName, pack: layering.pack(at: element.range),
            range: element.range, attributes: [], parts: [])
    }
}

extension PackElement {
    /// `vip in main after customer`, or the name of a section, a filter or a related list.
    fileprivate var layoutName: String {
        let name = self["field"] ?? self["id"] ?? self["relationship"] ?? ""
        let places = [("in", "section"), ("after", "after"), ("before", "before")].compactMap { word, attribute in
            self[attribute].map { "\(word) \($0)" }
        }
        return ([name] + places).joined(separator: " ")
    }
}
