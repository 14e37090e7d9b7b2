// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Values

/// A row while a query stands on it.
public protocol RowReader: AnyObject {
    func isNull(_ column: Int) -> Bool
    /// The stored integer: also of booleans, flags, scaled decimals (in the column's scale) and microseconds.
    func integer(_ column: Int) -> Int64
    func double(_ column: Int) -> Double
    /// The UTF-8 bytes of a stored text, valid during the call.
    func withText<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    /// The value in the type of the query's column.
    func value(_ column: Int) -> Value
    /// Digits behind the point that ``integer(_:)`` of a decimal column has; nil if the column comes as text.
    func scale(_ column: Int) -> Int?
}

/// A record's stored values, as they were read.
public struct StoredRecord: Sendable {
    public let entity: EntityName
    public let id: RecordID
    /// The integer key of the row, for stores that have one.
    public let row: Int64
    public let version: Int64
    public let deletedAt: Instant?
    public let values: FieldValues

    public init(
        entity: EntityName, id: RecordID, row: Int64, version: Int64, deletedAt: Instant?, values: FieldValues
    ) {
        self.entity = entity
        self.id = id
        self.row = row
        self.version = version
        self.deletedAt = deletedAt
        self.values = values
    }

    /// The value of a field; null if it has none.
    public subscript(field: FieldName) -> Value { values[field] }
}
