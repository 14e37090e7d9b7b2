// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Packs
import Schemas
import Storage
import Values

/// A row of a seed: what the pack delivers for one record.
struct SeedRow {
    let key: String
    /// The cells by field, as they are written.
    let cells: [(field: Field, text: String)]
    let place: String

    /// What tells whether the pack delivers something else than before.
    var digest: String { cells.map { "\($0.field.name)=\($0.text)" }.joined(separator: "\u{1F}") }

    /// Reads the rows of a seed.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` for a row without key, or one of two with the same.
    static func all(of seed: Seed, _ entity: Entity) throws -> [SeedRow] {
        var pieces = [Array(seed.text.utf8)]
        var reader = try CSVReader(delimiter: ",") { pieces.popLast() }
        let fields = try reader.nextRow()?.cells.map { entity.fields[FieldName($0)] } ?? []
        var lines: [String: Int] = [:]
        var rows: [SeedRow] = []
        while let row = try reader.nextRow() {
            let place = "\(seed.path):\(row.line)"
            let cells = zip(fields, row.cells).compactMap { field, text in field.map { (field: $0, text: text) } }
            guard let key = cells.first(where: { $0.field.name == seed.key })?.text, !key.isEmpty else {
                throw ServiceError.badRequest(target: place, "The row has no \(seed.key), by which it is known.")
            }
            if let line = lines.updateValue(row.line, forKey: key) {
                throw ServiceError.badRequest(
                    target: place, "\(seed.key) “\(key)” stands in line \(line) already.")
            }
            rows.append(SeedRow(key: key, cells: cells, place: place))
        }
        return rows
    }
}

/// A record that a pack delivered: which it is, and what was delivered last.
struct DeliveredRecord {
    let record: RecordID
    let values: [FieldName: Value]
    let digest: String
    let isDelivered: Bool

    /// Everything that a pack delivered of an entity, by key.
    static func all(
        of seed: Seed, _ entity: Entity, _ transaction: any ReadTransaction
    ) throws -> [String: DeliveredRecord] {
        let rows = try transaction.engineRows(
            EngineSelection(
                .seeds,
                where: [.equals("pack", .text(seed.pack.rawValue)), .equals("entity", .text(seed.entity.rawValue))],
                limit: .max))
        return rows.reduce(into: [:]) { all, row in
            guard row.count == 7, case .text(let key) = row[2], case .identifier(let record) = row[3],
                case .text(let json) = row[4], case .text(let digest) = row[5], case .boolean(let isDelivered) = row[6]
            else { return }
            let texts = (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
            let values = texts.reduce(into: [FieldName: Value]()) { values, pair in
                let name = FieldName(pair.key)
                if let field = entity.fields[name] {
                    values[name] = Value(canonicalText: pair.value, as: field.valueType)
                }
            }
            all[key] = DeliveredRecord(record: record, values: values, digest: digest, isDelivered: isDelivered)
        }
    }
}
