// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Values

// Fields that tell the record above.
extension ModelBuilder {
    /// A tree is told by one field that people write and that refers to its own entity.
    mutating func checkTrees() {
        for (name, entity) in draft.entities {
            var first: ModelDraft.FieldDraft?
            for field in entity.fields.values where field.element.isTrue("tree") {
                let range = field.element.range(of: "tree")
                if let first {
                    diagnostics.append(
                        .badTree, "The records of \(name) make a tree by “\(first.name)” already.", at: range,
                        hint: "Take tree=\"true\" away from one of the two.",
                        notes: [Diagnostic.Note("It stands here.", at: first.element.range(of: "tree"))])
                    continue
                }
                first = field
                if case .entity(let target) = field.valueType, target != name {
                    diagnostics.append(
                        .badTree, "“\(field.name)” refers to \(target), and a tree is made of records of one entity.",
                        at: range, hint: "Write to=\"\(name)\", or take tree=\"true\" away.")
                }
                if field.element["compute"] != nil {
                    diagnostics.append(
                        .badTree, "“\(field.name)” is computed, and the record above has to be written.", at: range,
                        hint: "Take “compute” or “tree” away.")
                }
            }
        }
    }
}

extension ModelDraft.EntityDraft {
    /// The field that tells the record above; nil if the records make no tree.
    var treeField: FieldName? { fields.values.first { $0.element.isTrue("tree") }?.name }
}
