// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// Sharing single records, and taking them back.
extension RecordWriter {
    /// Shares a record; what was shared with the same receiver before is replaced.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with everything that is in the way.
    func share(_ wish: RecordShare) throws -> WriteOutcome {
        let before = try shareable(wish.entity, wish.id)
        try permit(before.reference, \.share)
        let findings = try ShareCheck(request, scope).findings(wish)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
        let share = Share(
            record: before.reference, receiver: wish.receiver, level: wish.level, until: wish.until,
            note: wish.note.flatMap(trimmed), giver: invocation.actor.user, at: invocation.now)
        try keep(share)
        try audit(before.reference, before.version, .shared, [], reason: share.mark)
        try tell(of: share)
        return WriteOutcome(id: before.id, version: before.version, warnings: [])
    }

    /// Takes a share back: those may who may share the record, who shared it, and the person with whom it was shared.
    func unshare(_ entity: EntityName, _ id: RecordID, _ receiver: ShareReceiver) throws -> WriteOutcome {
        let before = try shareable(entity, id)
        guard let share = try ShareBook(transaction).share(of: before.reference, with: receiver) else {
            throw ServiceError.invalid([.notShared])
        }
        let isOwn = invocation.actor.user.map { $0 == share.giver || .user($0) == receiver } ?? false
        if !isOwn { try permit(before.reference, \.share) }
        try end(share, version: before.version)
        return WriteOutcome(id: before.id, version: before.version, warnings: [])
    }

    /// The moment has come at which a share is over, unless it was prolonged or taken back meanwhile.
    func shareEnded(_ record: RecordReference, _ receiver: ShareReceiver) throws {
        guard let share = try ShareBook(transaction).share(of: record, with: receiver),
            !share.isInForce(at: invocation.now)
        else { return }
        try end(share, version: try scope.record(record)?.version ?? 0)
    }

    /// Whoever a record was shared with has the one that it became part of: what gives more of two shares stays.
    func passShares(from gone: RecordReference, to kept: RecordReference) throws {
        let book = ShareBook(transaction)
        for share in try book.shares(of: gone) where share.isInForce(at: invocation.now) {
            let passed = share.of(kept)
            let own = try book.share(of: kept, with: share.receiver)
            guard own.map({ !$0.isInForce(at: invocation.now) || passed.gives(moreThan: $0) }) ?? true else { continue }
            try keep(passed)
            try audit(kept, try scope.record(kept)?.version ?? 0, .shared, [], door: .engine, reason: passed.mark)
        }
    }

    /// A record of an entity whose records are shared, if the asker sees it.
    private func shareable(_ entity: EntityName, _ id: RecordID) throws -> StoredRecord {
        let plan = try request.readable(entity)
        guard plan.entity.isShareable else {
            throw ServiceError.forbidden("Records of \(entity) are not shared: no pack says sharing=\"true\".")
        }
        return try writable(entity, id, \.read, nil)
    }

    private func keep(_ share: Share) throws {
        try remove(share)
        try transaction.insert(into: .shares, share.row)
        guard let until = share.until else { return }
        try jobs.add(
            Job(
                id: request.workspace.identifiers.next(invocation.now), due: until, kind: .share,
                entity: share.record.entity, record: share.record.id, rule: share.receiver.text,
                cause: JobCause(trigger: "share")))
    }

    private func remove(_ share: Share) throws {
        try transaction.delete(from: .shares, where: ShareBook.place(share.record, share.receiver))
        try jobs.remove(.share, rule: share.receiver.text, of: share.record.id)
    }

    private func end(_ share: Share, version: Int64) throws {
        try remove(share)
        try audit(share.record, version, .unshared, [], reason: share.mark)
    }

    /// Tells the people whom a record was shared with, but not the one who shared it.
    private func tell(of share: Share) throws {
        let people = try ShareBook(transaction).people(of: share.receiver, on: request.calendar.today)
        try tell(
            people.filter { $0 != invocation.actor.user }, about: share.record, because: "share",
            Label(of: share, giver: invocation.actor.displayName))
    }

    /// What somebody typed, with one blank between words; nil if there are none.
    func trimmed(_ text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}

extension Label {
    fileprivate init(of share: Share, giver: String) {
        let remark = share.note.map { " – \($0)" } ?? ""
        self.init(
            english: "\(giver) shared this with you \(share.level == .change ? "to change" : "to read")\(remark)",
            chinese: "\(giver)向您共享了此记录（\(share.level == .change ? "可修改" : "可查看")）\(remark)")
    }
}
