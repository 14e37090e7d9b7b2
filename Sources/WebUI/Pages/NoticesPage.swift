// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import Services
import Values

// What automations told the person.
extension WebUI {
    func addNoticeRoutes(to router: Router<PageContext>) {
        router.get("/notices", use: page { visit in try notices(visit) })
        router.post("/notices", use: page(seeNotices))
    }

    private func notices(_ visit: Visit) throws -> Response {
        let notices = try workspace.notices(limit: 100, visit.invocation)
        let lines = notices.map { notice in
            [
                "at": visit.text(of: notice.at), "text": notice.text[visit.language], "isSeen": notice.isSeen,
                "record": visit.mention(notice.entity, notice.record),
            ] as [String: Any]
        }
        let last = notices.contains { !$0.isSeen } ? notices.first?.id.description : nil
        return visit.page(
            "notices", title: visit.word("noticesTitle"),
            ["notices": lines, "isEmpty": lines.isEmpty, "last": last ?? false as Any])
    }

    private func seeNotices(_ visit: Visit) async throws -> Response {
        guard let last = visit.form["last"].flatMap({ RecordID($0) }) else {
            throw ServiceError.badRequest(target: "last", "This is not the key of a notice.")
        }
        try await workspace.seeNotices(upTo: last, visit.invocation)
        return redirect(to: "/notices")
    }
}
