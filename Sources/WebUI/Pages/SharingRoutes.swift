// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Hummingbird
import OrderedCollections
import Services
import Values

// Sharing records, and the panel that tells with whom they are shared.
extension WebUI {
    func addSharingRoutes(to router: Router<PageContext>) {
        router.post(
            "/share/:entity/:id",
            use: page { visit in
                let (entity, id) = (try visit.entity.name, try visit.recordID)
                let share = RecordShare(
                    entity: entity, id: id, receiver: try receiver(visit),
                    level: ShareLevel(rawValue: visit.form["level"] ?? "") ?? .read, until: try end(visit),
                    note: visit.form["note"])
                _ = try await workspace.share(share, visit.invocation)
                return redirect(to: "/record/\(entity.rawValue)/\(id.description)")
            })
        router.post(
            "/unshare/:entity/:id",
            use: page { visit in
                let (entity, id) = (try visit.entity.name, try visit.recordID)
                guard let receiver = ShareReceiver(visit.form["receiver"] ?? "") else {
                    throw ServiceError.badRequest(target: "receiver", visit.word("shareNobody"))
                }
                _ = try await workspace.unshare(entity, id, receiver, visit.invocation)
                // Who gives a record back may not see it any more.
                let isVisible = (try? workspace.record(entity, id, fields: [], visit.invocation)) != nil
                return redirect(
                    to: isVisible ? "/record/\(entity.rawValue)/\(id.description)" : "/list/\(entity.rawValue)")
            })
    }

    /// The person, team or role that was chosen; a person also by the user name that was typed.
    private func receiver(_ visit: Visit) throws -> ShareReceiver {
        if let person = visit.form["person"].flatMap({ RecordID($0) }) { return .user(person) }
        if let team = visit.form["team"].flatMap({ RecordID($0) }) { return .team(team) }
        if let role = visit.form["role"], !role.isEmpty { return .role(RoleName(role)) }
        guard let name = visit.form["title.person"], let user = try workspace.actor(userName: name)?.user else {
            throw ServiceError.badRequest(target: "person", visit.word("shareNobody"))
        }
        return .user(user)
    }

    /// The end of the day that was chosen.
    private func end(_ visit: Visit) throws -> Instant? {
        guard let text = visit.form["until"] else { return nil }
        guard let day = CalendarDate(text)?.adding(days: 1) else {
            throw ServiceError.badRequest(target: "until", visit.word("badDay"))
        }
        return CalendarSettings(now: visit.invocation.now, offset: workspace.clock.offset).startOfDay(day)
    }

    /// With whom a record is shared, and the form to share it; nil if its entity's records are not shared, or nobody has
    /// it by a share and the person may not share it.
    func sharingPanel(_ entity: Entity, _ record: RecordView, _ visit: Visit) throws -> [String: Any]? {
        guard let sharing = try workspace.sharing(entity.name, record.id, visit.invocation),
            sharing.mayShare || !sharing.shares.isEmpty
        else { return nil }
        var panel: [String: Any] = [
            "isEmpty": sharing.shares.isEmpty, "shares": sharing.shares.map { row($0, visit) },
            "canShare": sharing.mayShare,
        ]
        guard sharing.mayShare else { return panel }
        panel["levels"] = ShareLevel.allCases.map { ["name": $0.rawValue, "label": $0.label[visit.language]] }
        // Whom there is, is looked up while somebody types; a panel that nobody opens costs nothing of it.
        panel["seesPeople"] = workspace.access("User", visit.invocation).read != .none
        panel["seesTeams"] = workspace.access("Team", visit.invocation).read != .none
        panel["roles"] = visit.model.roles.values.filter {
            $0.permissions[entity.name].map { $0.read != .none } ?? false
        }
        .map { ["name": $0.name.rawValue, "label": $0.label[visit.language]] }
        return panel
    }

    private func row(_ share: ShareView, _ visit: Visit) -> [String: Any] {
        let until = share.until.map { "\(visit.word("until")) \(day(before: $0, visit))" }
        let giver = share.giver.map { "\(visit.word("sharedBy")) \($0)" } ?? ""
        return [
            "receiver": share.receiver.text, "name": share.name, "level": share.level.label[visit.language],
            "until": until ?? false as Any, "note": share.note ?? false as Any, "by": giver,
            "at": visit.text(of: share.at),
            "mayEnd": share.mayEnd,
        ]
    }

    /// The last day of what ends with a day; the moment of what ends within one.
    private func day(before end: Instant, _ visit: Visit) -> String {
        let calendar = CalendarSettings(now: visit.invocation.now, offset: workspace.clock.offset)
        guard let day = calendar.localDate(end), calendar.startOfDay(day) == end, let last = day.adding(days: -1) else {
            return visit.text(of: end)
        }
        return last.description
    }
}
