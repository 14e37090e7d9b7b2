// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What goes beyond a role's rows and masks: records that are shared, and covered values that are asked for.
extension ModelBuilder {
    mutating func reveal(_ element: PackElement) -> Mask.Reveal {
        guard element["reveal"] != nil else { return .never }
        return word("reveal", of: element, among: ["true", "reason"]).flatMap(Mask.Reveal.init) ?? .never
    }

    /// Only what is covered can be revealed.
    mutating func checkReveal(_ element: PackElement) {
        guard element["reveal"] != nil, let rule = element["rule"], rule != "masked" else { return }
        diagnostics.append(
            .badReveal, "“\(element["id"] ?? "")” is \(rule), so that there is nothing to reveal.",
            at: element.range(of: "reveal"), hint: "Write rule=\"masked\", or take “reveal” away.")
    }

    /// Only records of entities that allow it can be shared, and only by those who may change them.
    mutating func checkSharing(_ allow: PackElement, _ entity: EntityName, _ rule: RowRule) {
        guard rule != .none else { return }
        if draft.entities[entity]?.element.isTrue("sharing") != true {
            diagnostics.append(
                .badSharing, "Records of \(entity) are not shared.", at: allow.range(of: "share"),
                hint: "Write sharing=\"true\" at the entity, or take “share” away.")
        }
        if [nil, "none"].contains(allow["update"]) {
            diagnostics.append(
                .badSharing, "Who may change no record of \(entity) can share none.", at: allow.range(of: "share"),
                severity: .warning, hint: "Give the right “update” as well, or take “share” away.")
        }
    }
}
