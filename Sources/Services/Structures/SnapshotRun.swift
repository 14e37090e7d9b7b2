// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// Writes facts down, in the transaction in which the job is taken away.
struct SnapshotRun {
    private let writer: RecordWriter
    private let job: Job

    init(_ writer: RecordWriter, _ job: Job) {
        self.writer = writer
        self.job = job
    }

    private var transaction: any WriteTransaction { writer.transaction }
    private var now: Instant { writer.invocation.now }

    func run() throws {
        guard let snapshot = writer.request.model.structures.snapshot(inRule: job.rule) else { return }
        guard let day = job.cause.day.flatMap({ CalendarDate($0) }) else { return try end(of: snapshot) }
        let book = SnapshotBook(transaction, snapshot.name)
        guard try job.cause.after != nil || book.facts(of: day) == nil else { return }
        let count = try snapshot.isGrouped ? writeGroups(snapshot, day) : writeRecords(snapshot, day)
        try book.note(day, try (book.facts(of: day) ?? 0) + Int64(count), at: now)
    }

    /// A period has ended: the next one is waited for, and this one is written down by a job of its own, which may fail
    /// and be tried again without holding up the next.
    private func end(of snapshot: Snapshot) throws {
        try Snapshots(writer).wait(for: snapshot, after: job.due)
        guard let day = writer.request.calendar.localDate(job.due) else { return }
        try goOn(on: day, after: nil)
    }

    private func goOn(on day: CalendarDate, after: RecordID?) throws {
        var cause = JobCause(trigger: "snapshot")
        cause.day = day.description
        cause.after = after?.description
        try writer.jobs.add(
            Job(
                id: writer.request.workspace.identifiers.next(now), due: now, kind: .snapshot, entity: job.entity,
                record: nil, rule: job.rule, cause: cause))
    }

    /// A fact for each of the next records; the others are dealt with in a job of their own.
    private func writeRecords(_ snapshot: Snapshot, _ day: CalendarDate) throws -> Int {
        let key = TypedPath("id", of: snapshot.entity, type: .identifier)
        var query = RecordQuery(
            entity: snapshot.entity,
            columns: [QueryColumn(TypedExpression(key))]
                + snapshot.assignments.compactMap(\.expression).map { QueryColumn($0) },
            condition: snapshot.condition, limit: JobRun.batch, access: .unrestricted)
        if let after = job.cause.after.flatMap({ RecordID($0) }) { query.after = [.identifier(after)] }
        var rows: [[Value]] = []
        try transaction.forEachRow(query, writer.scope.context) { row in
            rows.append((0..<query.columns.count).map(row.value))
        }
        for row in rows { try write(snapshot, day, Array(row.dropFirst())) }
        if rows.count == JobRun.batch, case .identifier(let last)? = rows.last?[0] { try goOn(on: day, after: last) }
        return rows.count
    }

    /// A fact for each group.
    private func writeGroups(_ snapshot: Snapshot, _ day: CalendarDate) throws -> Int {
        var (dimensions, measures): ([Dimension], [Measure]) = ([], [])
        var places: [Int] = []
        let width = snapshot.assignments.count { !$0.isMeasure }
        for assignment in snapshot.assignments {
            let (name, label) = (assignment.field.rawValue, snapshot.label)
            places.append(assignment.isMeasure ? width + measures.count : dimensions.count)
            switch assignment.source {
            case .value(let value):
                dimensions.append(Dimension(name: name, label: label, expression: value, period: nil))
            case .count: measures.append(Measure(name: name, label: label, kind: .count))
            case .aggregate(let method, let value):
                measures.append(Measure(name: name, label: label, kind: .aggregate(method, value)))
            }
        }
        let groups = try transaction.groups(
            AggregateQuery(
                entity: snapshot.entity, condition: snapshot.condition, dimensions: dimensions, measures: measures,
                limit: Int(Int32.max), access: .unrestricted), writer.scope.context)
        for group in groups { try write(snapshot, day, places.map { group[$0] }) }
        return groups.count
    }

    private func write(_ snapshot: Snapshot, _ day: CalendarDate, _ values: [Value]) throws {
        var fact: [FieldName: Value] = [snapshot.day: .date(day)]
        for (assignment, value) in zip(snapshot.assignments, values) {
            fact[assignment.field] =
                writer.request.model.entities[snapshot.facts]?.fields[assignment.field]?.fitting(value) ?? value
        }
        _ = try writer.create(snapshot.facts, fact, id: nil)
    }
}

/// The ends of periods.
struct Snapshots {
    private let writer: RecordWriter

    init(_ writer: RecordWriter) { self.writer = writer }

    /// Waits for the next end of a period behind a moment; one that has passed is made up for at once.
    func wait(for snapshot: Snapshot, after moment: Instant) throws {
        let offset = writer.request.calendar.offset(moment)
        guard let next = snapshot.schedule.next(after: moment, offset: offset) else { return }
        try writer.jobs.add(
            Job(
                id: writer.request.workspace.identifiers.next(writer.invocation.now), due: next, kind: .snapshot,
                entity: snapshot.entity, record: nil, rule: snapshot.rule, cause: JobCause(trigger: "schedule")))
    }
}

/// The periods that a snapshot has written down.
private struct SnapshotBook {
    private let transaction: any WriteTransaction
    private let name: SnapshotName

    init(_ transaction: any WriteTransaction, _ name: SnapshotName) {
        self.transaction = transaction
        self.name = name
    }

    /// How many facts there are of a period; nil if it was not written down.
    func facts(of day: CalendarDate) throws -> Int64? {
        let rows = try transaction.engineRows(
            EngineSelection(
                .snapshots, where: [.equals("snapshot", .text(name.rawValue)), .equals("day", .date(day))]))
        guard case .integer(let facts)? = rows.first?[3] else { return nil }
        return facts
    }

    func note(_ day: CalendarDate, _ facts: Int64, at moment: Instant) throws {
        try transaction.upsert(
            into: .snapshots, [.text(name.rawValue), .date(day), .instant(moment), .integer(facts)])
    }
}

extension Snapshot {
    /// The name that jobs know it by.
    var rule: String { "snapshot \(name)" }
}

extension GuardedStructures {
    /// The snapshot that a job’s rule names; nil for other rules.
    func snapshot(inRule rule: String) -> Snapshot? {
        guard rule.hasPrefix("snapshot ") else { return nil }
        return snapshots[SnapshotName(String(rule.dropFirst("snapshot ".count)))]
    }
}
