// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// Shares, compared with the people, teams and roles that they name.
extension ContentsCheck {
    func shareFindings() throws -> [DriftFinding] {
        guard state.tables[EngineTable.shares.name] != nil else { return [] }
        return try workspace.store.read(environment) { transaction in
            let rows = try transaction.engineRows(EngineSelection(.shares, limit: Int(Int32.max)))
            var idle: OrderedDictionary<EntityName, Int> = [:]
            for share in rows.compactMap(Share.init) where try !isThere(share.receiver, transaction) {
                idle[share.record.entity, default: 0] += 1
            }
            return idle.map { entity, count in
                DriftFinding(
                    .idleShares, entity.rawValue,
                    Wording(
                        "\(count) share\(count == 1 ? "" : "s") of \(entity) name\(count == 1 ? "s" : "") a person, "
                            + "team or role that is not there.",
                        "\(entity) 有 \(count) 项共享指向不存在的人员、团队或角色。"),
                    Wording(
                        "Take them back on the pages of their records; until then they open nothing.",
                        "请在相应记录的页面上取消共享；在此之前它们不起作用。"))
            }
        }
    }

    private func isThere(_ receiver: ShareReceiver, _ transaction: any ReadTransaction) throws -> Bool {
        if case .role(let name) = receiver { return environment.model.roles[name] != nil }
        guard let reference = receiver.reference else { return false }
        // One that lies in the recycle bin may come back.
        return try transaction.record(reference.entity, reference.id) != nil
    }
}
