// SPDX-License-Identifier: Apache-2.0

/// The statements by which the values of a column are read in portions and written anew.
public struct ColumnRewriting: Sendable {
    /// How many rows a portion has.
    public static let portion = 1000

    /// Gives row, key, version, the source's and the target's value; bound to the last row of the portion before.
    public let portions: String
    /// Writes the target of a row; bound to the value and the row.
    public let write: String
    /// Writes the target of a row as a change of the record; bound to the value, the moment and the row.
    public let writeChange: String

    /// - Parameter isLiveOnly: Records in the recycle bin are left as they are.
    public init(table: String, from source: String, to target: String, isLiveOnly: Bool = false) {
        let (table, target) = (quoted(table), quoted(target))
        portions =
            "SELECT \"row\", \"id\", \"version\", \(quoted(source)), \(target) FROM \(table) WHERE \"row\" > ?"
            + (isLiveOnly ? " AND \"deleted_at\" IS NULL" : "") + " ORDER BY \"row\" LIMIT \(Self.portion)"
        write = "UPDATE \(table) SET \(target) = ? WHERE \"row\" = ?"
        writeChange =
            "UPDATE \(table) SET \(target) = ?, \"version\" = \"version\" + 1, \"updated_at\" = ? WHERE \"row\" = ?"
    }
}
