// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Schemas
import Storage
import Values

/// Brings the records that packs deliver up to date, in the transaction that applies the edition.
///
/// A field follows the pack as long as it holds what was delivered last. What people changed stays, what they deleted
/// stays deleted, and what a pack delivers no more stays as a record of theirs.
struct SeedPlanting {
    let writer: RecordWriter

    private var transaction: any WriteTransaction { writer.transaction }

    func plant(_ seed: Seed) throws {
        guard let entity = writer.request.model.entities[seed.entity] else { return }
        let known = try DeliveredRecord.all(of: seed, entity, transaction)
        let rows = try SeedRow.all(of: seed, entity)
        for row in rows {
            do {
                try plant(row, of: seed, known[row.key])
            } catch ServiceError.invalid(let findings) {
                let sentences = findings.map { "\($0.field.map { "\($0): " } ?? "")\($0.message.english)" }
                throw ServiceError.badRequest(target: row.place, sentences.joined(separator: " "))
            }
        }
        let delivered = Set(rows.map(\.key))
        for (key, record) in known where record.isDelivered && !delivered.contains(key) {
            try note(record, seed, key)
        }
    }

    private func plant(_ row: SeedRow, of seed: Seed, _ known: DeliveredRecord?) throws {
        if let known, known.isDelivered, known.digest == row.digest { return }
        let table = TabledText(model: writer.request.model, transaction: transaction)
        let values = try row.cells.reduce(into: [FieldName: Value]()) { values, cell in
            values[cell.field.name] = try table.value(cell.text, cell.field, at: row.place)
        }
        if let known, let record = try transaction.record(seed.entity, known.record) {
            if record.deletedAt == nil { try update(record, values, known.values) }
            return try note(record.id, values, row, seed)
        }
        let theirs = try values[seed.key].flatMap {
            try transaction.key(seed.entity, where: seed.key, equals: $0)
        }
        let id = try theirs ?? writer.create(seed.entity, values.filter { !$0.value.isNull }, id: nil).id
        try note(id, values, row, seed)
    }

    /// Writes what is new in the fields that still hold what was delivered last.
    private func update(_ record: StoredRecord, _ values: [FieldName: Value], _ last: [FieldName: Value]) throws {
        let changes = values.filter { name, value in
            record[name] != value && record[name] == last[name] ?? .null
        }
        guard !changes.isEmpty else { return }
        _ = try writer.update(record.entity, record.id, changes, expectedVersion: nil)
    }

    private func note(_ id: RecordID, _ values: [FieldName: Value], _ row: SeedRow, _ seed: Seed) throws {
        try transaction.upsert(
            into: .seeds,
            [
                .text(seed.pack.rawValue), .text(seed.entity.rawValue), .text(row.key), .identifier(id),
                .text(try Self.json(values)), .text(row.digest), .boolean(true),
            ])
    }

    /// Notes that the pack does not deliver a record any more.
    private func note(_ known: DeliveredRecord, _ seed: Seed, _ key: String) throws {
        try transaction.upsert(
            into: .seeds,
            [
                .text(seed.pack.rawValue), .text(seed.entity.rawValue), .text(key), .identifier(known.record),
                .text(try Self.json(known.values)), .text(known.digest), .boolean(false),
            ])
    }

    private static func json(_ values: [FieldName: Value]) throws -> String {
        let texts = values.reduce(into: [String: String]()) { texts, pair in
            if !pair.value.isNull { texts[pair.key.rawValue] = pair.value.canonicalText }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(texts), as: UTF8.self)
    }
}
