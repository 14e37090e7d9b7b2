// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Lists and record pages; what other packs add comes behind what is there.
extension ModelBuilder {
    mutating func list(_ draft: ModelDraft.EntityDraft, _ entity: EntityName) -> ListView {
        var columns: [FieldName] = []
        var order: [OrderTerm] = []
        var filters: [SavedFilter] = []
        for element in draft.element.children("list") {
            columns += fields("columns", of: element, in: entity).filter { !columns.contains($0) }
            order += self.order(element, entity)
            for filter in element.children("filter") {
                guard let id = filter["id"],
                    define("filter", "\(entity).\(id)", at: filter.range(of: "id"), hint: anotherName),
                    let condition = expression("where", of: filter, as: .boolean, on: entity)
                else { continue }
                filters.append(SavedFilter(name: id, label: filter.label(), condition: condition))
            }
            for change in element.children { place(change, entity, in: &columns) }
        }
        if draft.element.isTrue("sharing"), !filters.contains(where: { $0.name == SavedFilter.sharedName }) {
            filters.append(.shared(entity))
        }
        if columns.isEmpty { columns = draft.element["title"].map { [FieldName($0)] } ?? [] }
        return ListView(columns: columns, order: order, filters: filters)
    }

    private mutating func order(_ element: PackElement, _ entity: EntityName) -> [OrderTerm] {
        guard let value = element.value(of: "order") else { return [] }
        do {
            return try compiler.compileOrder(value.text, on: entity, in: DraftScope(draft: draft))
        } catch {
            report(error, in: value)
            return []
        }
    }

    mutating func page(_ draft: ModelDraft.EntityDraft, _ entity: EntityName) -> RecordPage {
        var sections = standardSections(draft)
        var related: [RecordPage.RelatedList] = []
        var timeline: TimelineSource?
        for element in draft.element.children("page") {
            timeline = self.timeline(element, entity) ?? timeline
            for section in element.children("section") { add(section, entity, to: &sections) }
            for change in element.children { place(change, entity, in: &sections) }
            for list in element.children("related") {
                guard let relationship = relationship("relationship", of: list, in: entity) else { continue }
                related.append(
                    RecordPage.RelatedList(
                        relationship: relationship.name, columns: fields("columns", of: list, in: relationship.entity)))
            }
        }
        return RecordPage(
            sections: sections.map { RecordPage.Section(label: $0.label, fields: $0.fields) }, related: related,
            timeline: timeline)
    }

    /// All fields under one heading, if no layer makes sections: something to place fields in.
    private func standardSections(_ draft: ModelDraft.EntityDraft) -> [PageSection] {
        let isLaidOut = draft.element.children("page").contains { !$0.children("section").isEmpty }
        let own = draft.fields.values.filter { $0.system == nil }.map(\.name)
        return isLaidOut ? [] : [PageSection(name: nil, label: draft.element.label(), fields: own)]
    }

    private mutating func timeline(_ element: PackElement, _ entity: EntityName) -> TimelineSource? {
        guard let relationship = relationship("timeline", of: element, in: entity) else { return nil }
        guard let at = element.value(of: "at"),
            let field = field(at.text, in: relationship.entity, at: at.range)
        else { return nil }
        guard draft.entities[relationship.entity]?.fields[field]?.valueType == .instant else {
            diagnostics.append(
                .badAttribute, "“\(at.text)” is no moment.", at: at.range, hint: "Name a field of type dateTime.")
            return nil
        }
        return TimelineSource(relationship: relationship.name, at: field)
    }

    private mutating func relationship(
        _ attribute: String, of element: PackElement, in entity: EntityName
    ) -> Relationship? {
        guard let name = element[attribute] else { return nil }
        let known = draft.entities[entity]?.relationships ?? [:]
        if let found = known[FieldName(name)] { return found }
        require(
            .unknownRelationship, name, among: known.keys.map(\.rawValue), at: element.range(of: attribute),
            "\(entity) has no collection “\(name)”.")
        return nil
    }
}
