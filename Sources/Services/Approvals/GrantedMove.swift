// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// The move for which everybody said yes: made as the person who asked, or told to them with what stands in its way.
///
/// A job is written with the last yes and taken away with the move, so that one follows the other whatever happens.
struct GrantedMove {
    private let id: RecordID
    private let request: Request
    private let transaction: any WriteTransaction

    init(_ id: RecordID, _ request: Request, _ transaction: any WriteTransaction) {
        self.id = id
        self.request = request
        self.transaction = transaction
    }

    private var book: ApprovalBook { ApprovalBook(transaction) }

    /// Waits for the move from when the last yes was said.
    static func wait(for asked: ApprovalRequest, _ writer: RecordWriter) throws {
        try writer.jobs.add(
            Job(
                id: writer.request.workspace.identifiers.next(writer.invocation.now), due: writer.invocation.now,
                kind: .approval, entity: asked.entity, record: asked.record, rule: asked.id.description,
                cause: JobCause(trigger: "approval", chain: writer.invocation.chain)))
    }

    /// - Returns: What became of the request.
    func make() throws -> ApprovalRequest.Status {
        guard let asked = try book.request(id) else { return .over }
        try JobQueue(transaction).remove(.approval, rule: id.description, of: asked.record)
        // Somebody else may have made it, or moved the record elsewhere.
        guard asked.status == .granted else { return asked.status }
        guard let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval) else { return .over }
        // The move waits for its other approvals.
        let isLast = try !book.requests(of: asked.record).contains {
            $0.status == .waiting && $0.pipeline == asked.pipeline && $0.to == asked.to
        }
        guard isLast else { return .granted }
        let writer = try RecordWriter(Request(request.workspace, mover(of: asked)), transaction)
        _ = try writer.move(
            StageMove(
                entity: asked.entity, id: asked.record, pipeline: asked.pipeline, to: asked.to, reason: asked.reason))
        try writer.tell([asked.requester], about: asked, Label(approval, "Approved", "已批准", nil))
        return .moved
    }

    private func mover(of asked: ApprovalRequest) throws -> Invocation {
        let requester = try asked.requester.map { try request.workspace.readActor($0, in: transaction) } ?? Actor.engine
        guard let requester else { throw ServiceError.forbidden("The person who asked is not there any more.") }
        let own = request.invocation
        return Invocation(
            actor: requester, door: own.door, environment: own.environment, now: own.now, language: own.language)
    }

    /// Says why the record was not moved; the request stays granted, so that somebody moves it when nothing is in the way.
    func giveUp(because reason: Label) throws {
        guard let asked = try book.request(id) else { return }
        try JobQueue(transaction).remove(.approval, rule: id.description, of: asked.record)
        guard asked.status == .granted,
            let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval)
        else { return }
        try transaction.update(
            .approvals, set: ["obstacles": .text(reason.lines)], where: [.equals("id", .identifier(id))])
        try RecordWriter(request, transaction).tell(
            [asked.requester], about: asked,
            Label(approval, "Approved, but the record could not be moved", "已批准，但记录未能移动", nil))
    }
}
