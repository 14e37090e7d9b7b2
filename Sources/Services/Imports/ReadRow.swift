// SPDX-License-Identifier: Apache-2.0
import Crypto
import DomainModel
import OrderedCollections
import Packs
import Values

/// A row of a file, read as far as that goes without the database: another thread does it while the last rows are written.
struct ReadRow: Sendable {
    /// What is wrong with a row: the column's heading, a stable code, and a sentence.
    struct Fault: Sendable {
        let heading: String
        let code: String
        let message: String
        /// The row can be taken without the value.
        var isCleared = false
    }

    /// A text that names a record of another entity.
    struct Lookup: Sendable {
        let column: ImportColumn
        let text: String
        let target: EntityName
        let by: FieldName
    }

    let row: CSVReader.Row
    /// The same for the same bytes, so that a row is not taken twice.
    let digest: String
    private(set) var values: [FieldName: Value] = [:]
    private(set) var lookups: [Lookup] = []
    private(set) var faults: [Fault] = []

    /// - Parameter places: Where each heading of the file stands.
    init(_ row: CSVReader.Row, _ mapping: ImportMapping, _ entity: Entity, _ places: [String: Int]) {
        self.row = row
        digest = SHA256.hash(data: row.raw).prefix(16).reduce(into: "") { $0 += hexadecimal($1) }
        for column in mapping.columns {
            guard let place = places[column.heading], place < row.cells.count, let field = entity.fields[column.field]
            else { continue }
            let text = trimmedText(row.cells[place])
            if !text.isEmpty { read(text, column, field) }
        }
    }

    private mutating func read(_ text: String, _ column: ImportColumn, _ field: Field) {
        let word = column.words[text] ?? text
        if let by = column.lookup, let target = field.reference?.entity {
            lookups.append(Lookup(column: column, text: word, target: target, by: by))
            return
        }
        do throws(FieldFault) {
            let value = try field.type.parse(word, field)
            values[field.name] = field.origin == .entered ? try field.type.canonical(value, field) : value
        } catch {
            faults.append(Fault(error, column))
        }
    }
}

extension ReadRow.Fault {
    init(_ fault: FieldFault, _ column: ImportColumn) {
        self.init(
            heading: column.heading, code: "\(column.field).\(fault.code)",
            message: "\(fault.message.english) \(fault.message.chinese)", isCleared: column.onInvalid == .clear)
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}
