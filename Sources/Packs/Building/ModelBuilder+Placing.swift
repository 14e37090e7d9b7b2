// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

/// A section of a page while layers may still move fields in and out.
struct PageSection {
    let name: String?
    let label: Label
    var fields: [FieldName]
}

// Where fields stand in lists and pages. An anchor that is gone is a warning and never keeps an edition from starting.
extension ModelBuilder {
    /// Adds a section at the place it asks for.
    mutating func add(_ element: PackElement, _ entity: EntityName, to sections: inout [PageSection]) {
        let section = PageSection(
            name: element["id"], label: element.label(), fields: fields("fields", of: element, in: entity))
        let known = sections.compactMap(\.name)
        guard let (anchor, isBehind) = anchor(of: element) else {
            sections.append(section)
            return
        }
        guard let place = sections.firstIndex(where: { $0.name == anchor.text }) else {
            reportGone(anchor, "section", among: known)
            sections.append(section)
            return
        }
        sections.insert(section, at: isBehind ? place + 1 : place)
    }

    /// Moves a field of a page, or takes it out.
    mutating func place(_ change: PackElement, _ entity: EntityName, in sections: inout [PageSection]) {
        guard let field = placed(change, entity) else { return }
        for index in sections.indices { sections[index].fields.removeAll { $0 == field } }
        guard change.name == "place" else { return }
        var index = sections.count - 1
        if let wanted = change.value(of: "section") {
            if let found = sections.firstIndex(where: { $0.name == wanted.text }) {
                index = found
            } else {
                reportGone(wanted, "section", among: sections.compactMap(\.name))
            }
        } else if let (anchor, _) = anchor(of: change) {
            index = sections.firstIndex { $0.fields.contains(FieldName(anchor.text)) } ?? index
        }
        guard sections.indices.contains(index) else {
            sections.append(
                PageSection(
                    name: nil, label: draft.entities[entity]?.element.label() ?? change.label(), fields: [field]))
            return
        }
        insert(field, change, in: &sections[index].fields)
    }

    /// Moves a column of a list, or takes it out.
    mutating func place(_ change: PackElement, _ entity: EntityName, in columns: inout [FieldName]) {
        guard let field = placed(change, entity) else { return }
        columns.removeAll { $0 == field }
        if change.name == "place" { insert(field, change, in: &columns) }
    }

    private mutating func placed(_ change: PackElement, _ entity: EntityName) -> FieldName? {
        guard change.name == "place" || change.name == "unplace" else { return nil }
        return fields("field", of: change, in: entity).first
    }

    private mutating func insert(_ field: FieldName, _ change: PackElement, in fields: inout [FieldName]) {
        guard let (anchor, isBehind) = anchor(of: change) else {
            fields.append(field)
            return
        }
        guard let place = fields.firstIndex(of: FieldName(anchor.text)) else {
            reportGone(anchor, "field", among: fields.map(\.rawValue))
            fields.append(field)
            return
        }
        fields.insert(field, at: isBehind ? place + 1 : place)
    }

    private func anchor(of element: PackElement) -> (LocatedText, isBehind: Bool)? {
        if let after = element.value(of: "after") { return (after, true) }
        return element.value(of: "before").map { ($0, false) }
    }

    private mutating func reportGone(_ anchor: LocatedText, _ kind: String, among known: [String]) {
        diagnostics.append(
            .goneAnchor, "There is no \(kind: kind) “\(anchor.text)” here any more; it goes to the end.",
            at: anchor.range,
            severity: .warning,
            hint: known.isEmpty ? nil : "There are \(list: known).")
    }
}
