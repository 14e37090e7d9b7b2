// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

// Covered values that a person asks for: the record's page shows one of them, once.
extension WebUI {
    func addRevealRoutes(to router: Router<PageContext>) {
        router.post(
            "/reveal/:entity/:id/:field",
            use: page { visit in
                let (entity, id) = (try visit.entity, try visit.recordID)
                let field = FieldName(visit.parameters.get("field") ?? "")
                let value = try await workspace.reveal(
                    field, of: entity.name, id, reason: visit.form["reason"], visit.invocation)
                return try await recordPage(visit, revealed: (field, value))
            })
    }

    /// A line of a record's page: its cell, with the way to the covered value if the person may ask for it.
    func line(
        _ name: FieldName, _ record: RecordView, _ text: FieldText, _ revealed: (field: FieldName, value: Value)?
    ) -> [String: Any] {
        var line = text.cell(name, record)
        (line["reveal"], line["isRevealed"]) = (false, false)
        line["isBlank"] = line["text"] as? String == ""
        if let revealed, revealed.field == name {
            line["text"] = text.text(name, revealed.value, title: nil)
            line["isRevealed"] = true
            return line
        }
        let reveal = text.access.reveal(of: name)
        guard reveal != .never, !record[name].isNull else { return line }
        line["reveal"] = [
            "action": "/reveal/\(record.entity.rawValue)/\(record.id.description)/\(name.rawValue)",
            "needsReason": reveal == .withReason, "label": text.label(name), "csrf": text.visit.session.csrfToken,
        ]
        return line
    }
}
