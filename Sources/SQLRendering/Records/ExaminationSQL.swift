// SPDX-License-Identifier: Apache-2.0

/// Statements that hold what tables contain against what the model says.
public enum ExaminationSQL {
    /// How many rows have which value in a column, as texts.
    public static func values(of column: String, in table: String) -> String {
        let name = quoted(column)
        return "SELECT CAST(\(name) AS TEXT), count(*) FROM \(quoted(table)) WHERE \(name) IS NOT NULL GROUP BY 1"
    }

    /// How many rows a table has.
    public static func rows(of table: String) -> String { "SELECT count(*) FROM \(quoted(table))" }

    /// How many rows have something in each of some columns.
    public static func fill(of columns: some Sequence<String>, in table: String) -> String {
        "SELECT \(columns.map { "count(\(quoted($0)))" }.joined(separator: ", ")) FROM \(quoted(table))"
    }

    /// How many live records refer to a record that is not there.
    public static func danglingReferences(from table: String, _ column: String, to target: String) -> String {
        let name = quoted(column)
        return "SELECT count(*) FROM \(quoted(table)) AS source WHERE deleted_at IS NULL AND \(name) IS NOT NULL "
            + "AND NOT EXISTS (SELECT 1 FROM \(quoted(target)) AS target WHERE target.id = source.\(name))"
    }
}
