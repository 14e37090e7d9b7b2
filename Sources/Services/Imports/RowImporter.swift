// SPDX-License-Identifier: Apache-2.0
import Crypto
import DomainModel
import OrderedCollections
import Packs
import Schemas
import Storage
import Values

/// Turns rows of a file that were read into records inside one transaction.
struct RowImporter {
    let mapping: ImportMapping
    let entity: Entity
    let writer: RecordWriter
    let batch: RecordID
    var summary: ImportSummary
    /// Rows that could not be taken, with everything that is wrong with each.
    var rejects: [(row: CSVReader.Row, faults: [ReadRow.Fault])] = []
    private var lookups: [String: RecordID?] = [:]

    init(
        _ mapping: ImportMapping, _ entity: Entity, _ writer: RecordWriter, _ batch: RecordID, _ summary: ImportSummary
    ) {
        self.mapping = mapping
        self.entity = entity
        self.writer = writer
        self.batch = batch
        self.summary = summary
    }

    private var transaction: any WriteTransaction { writer.transaction }

    /// Takes a row, or notes why it cannot be taken.
    mutating func take(_ read: ReadRow) throws {
        summary.rows += 1
        let seen = try transaction.engineRows(
            EngineSelection(
                .importedRows,
                where: [.equals("mapping", .text(mapping.name.rawValue)), .equals("digest", .text(read.digest))]))
        guard seen.isEmpty else {
            summary.unchanged += 1
            return
        }
        var (values, faults) = (read.values, read.faults)
        for lookup in read.lookups { try take(lookup, &values, &faults) }
        for fault in faults { summary.findings[fault.code, default: 0] += 1 }
        guard faults.allSatisfy(\.isCleared) else { return reject(read.row, faults) }
        do {
            let record = try write(&values)
            try transaction.insert(
                into: .importedRows,
                [.text(mapping.name.rawValue), .text(read.digest), .identifier(batch), .identifier(record)])
        } catch ServiceError.invalid(let findings) {
            refuse(read.row, findings.map(fault))
        } catch ServiceError.moveRefused(let refusal) {
            refuse(read.row, refusal.obstacles.map { fault(Finding($0, in: entity)) })
        }
    }

    private mutating func refuse(_ row: CSVReader.Row, _ faults: [ReadRow.Fault]) {
        for fault in faults { summary.findings[fault.code, default: 0] += 1 }
        reject(row, faults)
    }

    private mutating func take(
        _ lookup: ReadRow.Lookup, _ values: inout [FieldName: Value], _ faults: inout [ReadRow.Fault]
    ) throws {
        do throws(FieldFault) {
            values[lookup.column.field] = .identifier(try lookedUp(lookup))
        } catch {
            faults.append(ReadRow.Fault(error, lookup.column))
        }
    }

    private mutating func reject(_ row: CSVReader.Row, _ faults: [ReadRow.Fault]) {
        summary.rejected += 1
        rejects.append((row, faults))
    }

    private func fault(_ finding: Finding) -> ReadRow.Fault {
        let column = mapping.columns.first { $0.field == finding.field }
        let isNamed = ["rule.", "unique.", "guard.", "exit.", "needs.", "approval."].contains(
            where: finding.code.hasPrefix)
        let code = isNamed ? finding.code : "\(finding.field?.rawValue ?? "record").\(finding.code)"
        return ReadRow.Fault(
            heading: column?.heading ?? finding.field?.rawValue ?? "", code: code,
            message: "\(finding.message.english) \(finding.message.chinese)")
    }

    /// The one live record whose field holds what the file has, in its canonical form if the text has one.
    private mutating func lookedUp(_ lookup: ReadRow.Lookup) throws(FieldFault) -> RecordID {
        let key = "\(lookup.target).\(lookup.by)=\(lookup.text)"
        if lookups[key] == nil {
            let field = writer.request.model.entities[lookup.target]?.fields[lookup.by]
            let canonical = field.flatMap { try? $0.type.parse(lookup.text, $0) } ?? .text(lookup.text)
            lookups[key] = .some(try? transaction.key(lookup.target, where: lookup.by, equals: canonical))
        }
        guard let found = lookups[key] ?? nil else {
            throw FieldFault(
                code: "notFound",
                message: Label(
                    english: "No \(lookup.target) has this \(lookup.by), or more than one has.",
                    chinese: "没有找到（或找到多条）该值对应的记录。"))
        }
        return found
    }

    /// Writes a record: changes the one that the keys name, or adds one.
    private mutating func write(_ values: inout [FieldName: Value]) throws -> RecordID {
        if let known = try matching(values) { return try change(known, values) }
        let similar = try similarRecord(values)
        let outcome: WriteOutcome
        do {
            outcome = try writer.create(entity.name, values, id: nil)
        } catch ServiceError.invalid(let findings) {
            guard clear(findings, from: &values) else { throw ServiceError.invalid(findings) }
            outcome = try writer.create(entity.name, values, id: nil)
        }
        summary.created += 1
        note(outcome.warnings)
        if let similar { try propose(outcome.id, similar) }
        return outcome.id
    }

    private mutating func change(_ known: RecordID, _ values: [FieldName: Value]) throws -> RecordID {
        let stored = try transaction.record(entity.name, known)
        let changes = values.filter { stored?[$0.key] != $0.value }
        guard !changes.isEmpty else {
            summary.unchanged += 1
            return known
        }
        let outcome = try writer.write(entity.name, known, changes, expectedVersion: nil)
        summary.updated += 1
        note(outcome.warnings)
        return known
    }

    private mutating func note(_ warnings: [Finding]) {
        for warning in warnings { summary.findings[fault(warning).code, default: 0] += 1 }
    }

    /// Takes values out that may be cleared; false if something else is wrong as well.
    private mutating func clear(_ findings: [Finding], from values: inout [FieldName: Value]) -> Bool {
        for finding in findings {
            guard let field = finding.field, values[field] != nil,
                mapping.columns.contains(where: { $0.field == field && $0.onInvalid == .clear })
            else { return false }
        }
        for finding in findings {
            finding.field.map { values[$0] = nil }
            summary.findings[fault(finding).code, default: 0] += 1
        }
        return true
    }

    /// The record that the first key with a value names.
    private func matching(_ values: [FieldName: Value]) throws -> RecordID? {
        for key in mapping.keys {
            guard let value = values[key], !value.isNull else { continue }
            return try transaction.key(entity.name, where: key, equals: value)
        }
        return nil
    }

    private func similarRecord(_ values: [FieldName: Value]) throws -> RecordID? {
        guard let similarity = mapping.similarity, let same = values[similarity.same], !same.isNull,
            case .text(let name)? = values[similarity.alike]
        else { return nil }
        let candidates = try transaction.keys(entity.name, where: similarity.same, equals: same, limit: 20)
        return try candidates.first { candidate in
            guard case .text(let other)? = try transaction.record(entity.name, candidate)?[similarity.alike] else {
                return false
            }
            return try areAlike(name, other) && !wasRefused(candidate, same, name, similarity)
        }
    }

    /// Whether a person said that the record is not the same as one with these very values: an import that brings the
    /// other one again – undone and repeated, or from a later export – has its answer.
    private func wasRefused(
        _ candidate: RecordID, _ same: Value, _ name: String, _ similarity: Similarity
    ) throws -> Bool {
        try book.refused(with: candidate).contains { other in
            guard let other = try transaction.record(entity.name, other) else { return false }
            return other[similarity.same] == same && other[similarity.alike] == .text(name)
        }
    }

    private var book: ProposalBook { ProposalBook(entity: entity.name, transaction: transaction) }

    private mutating func propose(_ record: RecordID, _ duplicate: RecordID) throws {
        guard let similarity = mapping.similarity else { return }
        let proposal = writer.request.workspace.identifiers.next(writer.invocation.now)
        if try book.propose(proposal, duplicate, record, Resemblance(similarity), batch) { summary.proposed += 1 }
    }
}

/// Whether two names are probably of one person: the same letters, or one begins with the other (`王伟` and `王伟先生`).
func areAlike(_ left: String, _ right: String) -> Bool {
    let (first, second) = (letters(left), letters(right))
    guard first.count >= 2, second.count >= 2 else { return first == second }
    return first.starts(with: second) || second.starts(with: first)
}

private func letters(_ text: String) -> [Unicode.Scalar] {
    text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
}
