// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Hummingbird
import OrderedCollections
import Services
import Values

// Claiming records and releasing them.
extension WebUI {
    func addPoolRoutes(to router: Router<PageContext>) {
        router.post(
            "/claim/:entity/:id",
            use: page { visit in
                let (entity, id) = (try visit.entity.name, try visit.recordID)
                _ = try await workspace.claim(entity, id, visit.invocation)
                return redirect(to: "/record/\(entity.rawValue)/\(id.description)")
            })
        router.post(
            "/release/:entity/:id",
            use: page { visit in
                let (entity, id) = (try visit.entity.name, try visit.recordID)
                _ = try await workspace.release(entity, id, visit.invocation)
                // Who gives a record away may not see it any more.
                let isVisible = (try? workspace.record(entity, id, fields: [], visit.invocation)) != nil
                return redirect(
                    to: isVisible ? "/record/\(entity.rawValue)/\(id.description)" : "/list/\(entity.rawValue)")
            })
    }

    /// Who has a record of a pool until when, and the buttons that go with it; nil if it is in none.
    func poolPanel(_ entity: Entity, _ record: RecordView, _ visit: Visit) throws -> [String: Any]? {
        guard let standing = try workspace.poolStanding(entity.name, record.id, visit.invocation) else { return nil }
        let holder = standing.owner.map { standing.isOwn ? visit.word("poolOwn") : visit.word("poolOf") + " " + $0 }
        return [
            "label": visit.word("pool"), "holder": holder ?? visit.word("poolFree"),
            "until": standing.until.map { visit.word("protectedUntil") + " " + $0 } ?? false,
            "canClaim": !standing.isOwn, "isBlocked": !standing.isOwn && !standing.obstacles.isEmpty,
            "hint": standing.obstacles.map { $0.message[visit.language] }.joined(separator: " "),
            "canRelease": standing.mayRelease,
        ]
    }
}
