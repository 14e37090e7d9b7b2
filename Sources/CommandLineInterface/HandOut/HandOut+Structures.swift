// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

extension HandOut {
    /// What the engine keeps whole about the records of an entity: trees, pools, reservations, ledgers, snapshots.
    func structures(_ entity: Entity) -> Markup {
        let structures = model.structures
        let parts =
            [tree(entity), model.pools[entity.name].map { pool($0, entity) }]
            + entity.combinations.map { combination($0, entity) }
            + structures.reservations.values.filter { $0.entity == entity.name }.map { reservation($0, entity) }
            + structures.reservations.values.filter { isHeld(entity, by: $0) }.map(held)
            + structures.ledgers.values.filter { [$0.entity, $0.accountEntity].contains(entity.name) }.map(ledger)
            + structures.snapshots.values.filter { [$0.entity, $0.facts].contains(entity.name) }.map(snapshot)
        return .joined(parts.compactMap(\.self))
    }

    private func name(_ field: FieldName, of entity: EntityName) -> Markup {
        Anchor.field(entity, field).link(model.entities[entity]?.fields[field]?.label[language] ?? field.rawValue)
    }

    private func link(_ entity: EntityName) -> Markup {
        Anchor.entity(entity).link(model.entities[entity]?.label[language] ?? entity.rawValue)
    }

    private func tree(_ entity: Entity) -> Markup? {
        entity.treeField.map { field in
            .element(
                "p", [:],
                [
                    .text(words("The records make a tree; the one above is told by ", "记录构成树形结构，上级由此字段确定：")),
                    name(field, of: entity.name), .text(words(". None stands above itself.", "。不允许循环。")),
                ])
        }
    }

    private func combination(_ combination: UniqueCombination, _ entity: Entity) -> Markup {
        let parts = combination.fields.map { name($0, of: entity.name) }
        return .element(
            "p", [:],
            [
                .text(words("No two records have the same together: ", "组合唯一：")), .joined(parts, list(["", ""])),
                .text(words(".", "。")),
            ]
        )
    }

    private func pool(_ pool: Pool, _ entity: Entity) -> Markup {
        var about: [Markup] = [
            .text(
                words(
                    "A record that nobody has lies in a pool until somebody claims it; whose it is, is told by ",
                    "无人持有的记录在公海中，可认领；持有人：")),
            name(pool.owner, of: entity.name), .text(words(". ", "。")),
        ]
        if let protection = pool.protection {
            about += [
                .text(words("Nobody else may claim it for ", "保护期：")), readable(protection, of: entity.name),
                .text(words(". ", "。")),
            ]
        }
        if let activity = pool.activity {
            about += [
                .text(words("That time begins anew with ", "保护期自此重新计算：")), name(activity, of: entity.name),
                .text(words(". ", "。")),
            ]
        }
        if let limit = pool.limit {
            about += [
                .text(words("A person may have so many: ", "每人上限：")), readable(limit, of: entity.name),
                .text(words(". ", "。")),
            ]
        }
        if !pool.roles.isEmpty {
            let roles = pool.roles.map { Anchor.role($0).link(model.roles[$0]?.label[language] ?? $0.rawValue) }
            about += [.text(words("Who may claim: ", "可认领角色：")), .joined(roles, list(["", ""]))]
        }
        return .element("p", [:], about)
    }

    private func isHeld(_ entity: Entity, by reservation: Reservation) -> Bool {
        model.entities[reservation.entity]?.fields[reservation.resource]?.reference?.entity == entity.name
    }

    private func reservation(_ reservation: Reservation, _ entity: Entity) -> Markup {
        var about: [Markup] = [
            .element("strong", reservation.label[language]),
            .text(words(": one record at a time holds what it names as ", "：同一时间仅一条记录可占用")),
            .joined(reservation.resources.map { name($0, of: entity.name) }, words(" and ", "与")),
            .text(words(", while ", "，条件：")),
            readable(reservation.condition, of: entity.name),
        ]
        if let until = reservation.until {
            about += [.text(words("; it ends by itself at ", "；自动到期：")), readable(until, of: entity.name)]
        }
        if let period = reservation.period {
            about += [
                .text(words("; from ", "；时段：")), readable(period.starts, of: entity.name), .text(words(" to ", "至")),
                readable(period.ends, of: entity.name),
            ]
        }
        return .element("p", [:], about + [.text(words(".", "。"))])
    }

    private func held(_ reservation: Reservation) -> Markup {
        .element(
            "p", [:],
            [
                .text(words("Held by one record at a time of ", "同一时间仅可被一条记录占用：")), link(reservation.entity),
                .text(words(" (", "（") + reservation.label[language] + words(").", "）。")),
            ])
    }

    private func ledger(_ ledger: Ledger) -> Markup {
        var about: [Markup] = [
            .element("strong", ledger.label[language]), .text(words(": records of ", "：")), link(ledger.entity),
            .text(words(" are postings, added and never changed; ", "为过账记录，只增不改；")),
            name(ledger.quantity, of: ledger.entity), .text(words(" is added up in ", "累加至")),
            name(ledger.balance, of: ledger.accountEntity), .text(words(" of ", "，所属：")), link(ledger.accountEntity),
        ]
        if let minimum = ledger.minimum {
            about += [
                .text(words(", which never falls below ", "，余额不得低于")), readable(minimum, of: ledger.accountEntity),
            ]
        }
        return .element("p", [:], about + [.text(words(".", "。"))])
    }

    private func snapshot(_ snapshot: Snapshot) -> Markup {
        .element(
            "p", [:],
            [
                .element("strong", snapshot.label[language]),
                .text(words(": \(said(snapshot.schedule)), facts about ", "：\(said(snapshot.schedule))，记录")),
                link(snapshot.entity), .text(words(" are written down as ", "的快照，写入")), link(snapshot.facts),
                .text(words(".", "。")),
            ])
    }
}
