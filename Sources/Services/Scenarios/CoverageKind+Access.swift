// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

// What opens records and fields to people whom their roles keep from them.
extension CoverageKind {
    /// Opened to somebody, and closed again by whoever took it back or by its end.
    static let shares = CoverageKind(
        name: "shares", label: Label(english: "Records shared and no longer shared", chinese: "共享过与结束共享过的记录"),
        points: { model in
            model.entities.values.flatMap { entity in
                entity.sharing.map { place in ["shared", "unshared"].map { Point("\(entity.name): \($0)", at: place) } }
                    ?? []
            }
        },
        touched: { traces in Set(traces.deeds.map { "\($0.entity): \($0.kind)" }) })

    /// Every field that a role sees covered and may ask for.
    static let reveals = CoverageKind(
        name: "reveals", label: Label(english: "Covered fields revealed", chinese: "查看过原文的遮盖字段"),
        points: { model in
            model.roles.values.flatMap { role in
                model.entities.values.flatMap { entity in
                    entity.fields.keys.filter { role.reveals($0, of: entity.name) }
                        .map { Point(reveal($0, of: entity.name, by: role.name), at: role.range) }
                }
            }
        },
        touched: { traces in
            Set(
                traces.footprint.reveals.flatMap { reveal in
                    reveal.roles.filter { traces.model.roles[$0]?.reveals(reveal.field, of: reveal.entity) ?? false }
                        .map { Self.reveal(reveal.field, of: reveal.entity, by: $0) }
                })
        })

    private static func reveal(_ field: FieldName, of entity: EntityName, by role: RoleName) -> String {
        "\(role): \(entity).\(field)"
    }
}

extension Role {
    /// Whether who has it may ask for the covered value of a field.
    fileprivate func reveals(_ field: FieldName, of entity: EntityName) -> Bool {
        if case .masked(let mask)? = permissions[entity]?.fields[field] { mask.reveal != .never } else { false }
    }
}
