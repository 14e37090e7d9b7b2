// SPDX-License-Identifier: Apache-2.0
import Packs

extension CSVReader {
    /// The next row that is not empty; nil at the end.
    ///
    /// - Throws: What the source throws, and ``ServiceError/badRequest(target:_:)`` for a row of more than 1 MiB.
    mutating func nextRow() throws -> Row? {
        do {
            return try next()
        } catch let row as OverlongRow {
            throw ServiceError.badRequest(
                target: "line \(row.line)", "The row is longer than 1 MiB; a closing quote is probably missing.")
        }
    }
}
