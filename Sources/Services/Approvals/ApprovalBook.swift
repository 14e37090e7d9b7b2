// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
import Values

/// The approvals that are kept in the database.
struct ApprovalBook {
    static let limit = 1000

    let transaction: any ReadTransaction

    init(_ transaction: any ReadTransaction) { self.transaction = transaction }

    func request(_ id: RecordID) throws -> ApprovalRequest? {
        try requests([.equals("id", .identifier(id))], limit: 1).first
    }

    /// Of one record, the oldest first.
    func requests(of record: RecordID) throws -> [ApprovalRequest] {
        try requests([.equals("record", .identifier(record))])
    }

    /// Those that wait for somebody, the oldest first.
    func waiting() throws -> [ApprovalRequest] {
        try requests([.equals("status", .text(ApprovalRequest.Status.waiting.rawValue))])
    }

    /// What a person asked for, the newest first.
    func asked(by user: RecordID, limit: Int) throws -> [ApprovalRequest] {
        try requests([.equals("requester", .identifier(user))], isDescending: true, limit: limit)
    }

    private func requests(
        _ conditions: [EngineCondition], isDescending: Bool = false, limit: Int = ApprovalBook.limit
    ) throws -> [ApprovalRequest] {
        try transaction.engineRows(
            EngineSelection(.approvals, where: conditions, order: "id", isDescending: isDescending, limit: limit)
        ).compactMap { row in
            guard var request = ApprovalRequest(row) else { return nil }
            request.votes = try votes(of: request.id)
            return request
        }
    }

    private func votes(of request: RecordID) throws -> [ApprovalVote] {
        try transaction.engineRows(
            EngineSelection(.approvalVotes, where: [.equals("request", .identifier(request))], order: "id")
        ).compactMap(ApprovalVote.init)
    }

    /// The people for whom a user may approve on a day.
    func absent(replacedBy user: RecordID, on day: CalendarDate) throws -> [RecordID] {
        try substitutes([.equals("substitute", .identifier(user))]).filter { $0.isValid(on: day) }.map(\.absent)
    }

    /// The people who may approve for a user, at any time.
    func substitutes(of user: RecordID) throws -> [Substitute] {
        try substitutes([.equals("absent", .identifier(user))])
    }

    private func substitutes(_ conditions: [EngineCondition]) throws -> [Substitute] {
        try transaction.engineRows(EngineSelection(.substitutes, where: conditions, limit: Self.limit))
            .compactMap(Substitute.init)
    }
}

extension Substitute {
    func isValid(on day: CalendarDate) -> Bool { from <= day && day <= until }

    fileprivate init?(_ row: [Value]) {
        guard row.count == 4, case .identifier(let absent) = row[0], case .identifier(let substitute) = row[1],
            case .date(let from) = row[2], case .date(let until) = row[3]
        else { return nil }
        self.init(absent: absent, substitute: substitute, from: from, until: until)
    }
}

extension ApprovalRequest {
    /// Nil if the row was written by a program that kept something else.
    fileprivate init?(_ row: [Value]) {
        guard row.count == 15, case .identifier(let id) = row[0], case .text(let entity) = row[1],
            case .identifier(let record) = row[2], case .text(let pipeline) = row[3],
            case .text(let approval) = row[4], case .text(let from) = row[5], case .text(let to) = row[6],
            case .instant(let asked) = row[8], case .text(let steps) = row[10], case .integer(let position) = row[11],
            case .text(let word) = row[12], let status = Status(rawValue: word)
        else { return nil }
        let requester: RecordID? = if case .identifier(let user) = row[7] { user } else { nil }
        let reason: String? = if case .text(let text) = row[9] { text } else { nil }
        let obstacles: Label? = if case .text(let lines) = row[14] { Label(lines: lines) } else { nil }
        self.init(
            id: id, entity: EntityName(entity), record: record, pipeline: PipelineName(pipeline), approval: approval,
            from: StageName(from), to: StageName(to), requester: requester, asked: asked, reason: reason,
            steps: steps.split(separator: " ").compactMap { Int($0) }, position: Int(position), status: status,
            obstacles: obstacles)
    }

    /// The row as the database keeps it.
    var row: [Value] {
        [
            .identifier(id), .text(entity.rawValue), .identifier(record), .text(pipeline.rawValue), .text(approval),
            .text(from.rawValue), .text(to.rawValue), requester.map(Value.identifier) ?? .null, .instant(asked),
            reason.map(Value.text) ?? .null, .text(steps.map(String.init).joined(separator: " ")),
            .integer(Int64(position)), .text(status.rawValue), .null,
            obstacles.map { .text($0.lines) } ?? .null,
        ]
    }
}

extension ApprovalVote {
    fileprivate init?(_ row: [Value]) {
        guard row.count == 10, case .identifier(let id) = row[0], case .identifier(let request) = row[3],
            case .integer(let step) = row[4], case .identifier(let actor) = row[5], case .text(let word) = row[7],
            let kind = Kind(rawValue: word), case .instant(let at) = row[8]
        else { return nil }
        let absent: RecordID? = if case .identifier(let user) = row[6] { user } else { nil }
        let comment: String? = if case .text(let text) = row[9] { text } else { nil }
        self.init(
            id: id, request: request, step: Int(step), actor: actor, absent: absent, kind: kind, at: at,
            comment: comment)
    }
}
