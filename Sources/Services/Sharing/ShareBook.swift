// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// What the table of the shares tells.
struct ShareBook {
    private let transaction: any ReadTransaction

    init(_ transaction: any ReadTransaction) { self.transaction = transaction }

    /// All that a share may name so that it reaches a person: the person, the roles, and the teams that the person is in
    /// today, with those above them.
    func receivers(of user: RecordID, _ roles: [RoleName], on day: CalendarDate) throws -> [ShareReceiver] {
        var teams: OrderedSet<RecordID> = []
        for team in try self.teams(of: user, on: day) {
            teams.append(team)
            for step in try TreeReader("Team", transaction).above(team) { teams.append(step.id) }
        }
        return [.user(user)] + teams.map(ShareReceiver.team) + roles.map(ShareReceiver.role)
    }

    /// The user's own team and those of the memberships that are in force.
    private func teams(of user: RecordID, on day: CalendarDate) throws -> [RecordID] {
        let own = try transaction.record("User", user)?["team"].key
        let further = try transaction.referrers("TeamMember", by: "user", to: user).compactMap { id -> RecordID? in
            guard let member = try transaction.record("TeamMember", id), isInForce(member, on: day) else { return nil }
            return member["team"].key
        }
        return [own].compactMap(\.self) + further
    }

    private func isInForce(_ member: StoredRecord, on day: CalendarDate) -> Bool {
        if case .date(let since) = member["since"], since > day { return false }
        if case .date(let until) = member["until"], until < day { return false }
        return true
    }

    /// The people whom a receiver stands for, as far as they can sign in.
    func people(of receiver: ShareReceiver, on day: CalendarDate) throws -> [RecordID] {
        var people: OrderedSet<RecordID> = []
        switch receiver {
        case .user(let user): people.append(user)
        case .role(let role):
            let rows = try transaction.engineRows(
                EngineSelection(.userRoles, where: [.equals("role", .text(role.rawValue))], limit: 10_000))
            people.append(contentsOf: rows.compactMap { $0[0].key })
        case .team(let team):
            for id in [team] + (try TreeReader("Team", transaction).below(team).map(\.id)) {
                people.append(contentsOf: try transaction.referrers("User", by: "team", to: id))
                for key in try transaction.referrers("TeamMember", by: "team", to: id) {
                    guard let member = try transaction.record("TeamMember", key), isInForce(member, on: day),
                        let user = member["user"].key
                    else { continue }
                    people.append(user)
                }
            }
        }
        return try people.filter { user in
            guard let record = try transaction.record("User", user) else { return false }
            return record.deletedAt == nil && record["active"] != .boolean(false)
        }
    }

    func share(of record: RecordReference, with receiver: ShareReceiver) throws -> Share? {
        try transaction.engineRows(EngineSelection(.shares, where: Self.place(record, receiver), limit: 1))
            .lazy.compactMap(Share.init).first
    }

    /// The shares of a record, also those that are over and were not removed yet, the oldest first.
    func shares(of record: RecordReference) throws -> [Share] {
        try transaction.engineRows(
            EngineSelection(.shares, where: [.equals("record", .identifier(record.id))], limit: 10_000)
        ).compactMap(Share.init).filter { $0.record == record }.sorted { $0.at < $1.at }
    }

    static func place(_ record: RecordReference, _ receiver: ShareReceiver) -> [EngineCondition] {
        [
            .equals("receiver", .text(receiver.text)), .equals("entity", .text(record.entity.rawValue)),
            .equals("record", .identifier(record.id)),
        ]
    }
}
