// SPDX-License-Identifier: Apache-2.0
public import Schemas
import Values

// The statements that read and write the engine's own tables.
extension EngineTable {
    /// Adds a row; bound to every column in its order.
    public var insertion: String { insertions[name] ?? writing("INSERT") }

    /// Adds a row or replaces the one with the same key; bound to every column in its order.
    public var replacement: String { writing("INSERT OR REPLACE") }

    /// Removes rows that have given values in some columns, all rows without any; bound to the values.
    public func removal(by columns: String...) -> String { "DELETE FROM \(quoted(name))" + condition(columns) }

    /// Writes one column of the rows that have given values in others; bound to its value, then to those.
    public func change(of column: String, by columns: String...) -> String {
        "UPDATE \(quoted(name)) SET \(quoted(column)) = ?" + condition(columns)
    }

    private func condition(_ columns: [String]) -> String {
        columns.isEmpty ? "" : " WHERE " + columns.map { "\(quoted($0)) = ?" }.joined(separator: " AND ")
    }

    fileprivate func writing(_ verb: String) -> String {
        let names = columns.map { quoted($0.name) }.joined(separator: ", ")
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        return "\(verb) INTO \(quoted(name)) (\(names)) VALUES (\(marks))"
    }

    /// How the values of a column are written down.
    public func form(_ column: String) -> SQLForm {
        .stored(ColumnStorage(columns.first { $0.name == column }?.type ?? .text, scale: 0))
    }
}

/// Written once: every change of a record writes into these tables.
private let insertions = Dictionary(uniqueKeysWithValues: EngineTable.all.map { ($0.name, $0.writing("INSERT")) })

/// The number of the edition that was applied last.
public let latestEdition = "SELECT max(number) FROM \(quoted(EngineTable.editions.name))"

/// Counts a counter up and gives its value; bound to the counter's name and period.
public let countingStatement =
    "INSERT INTO trellis_counter (name, period, last) VALUES (?, ?, 1) "
    + "ON CONFLICT (name, period) DO UPDATE SET last = last + 1 RETURNING last"

/// The number of measures that a standing total has room for.
public let standingMeasures = 8

/// Adds to a standing total; bound to its name, its groups, the records and ``standingMeasures`` sums.
public let standingAddition: String = {
    let names = (0..<standingMeasures).map { "measure\($0)" }
    let marks = Array(repeating: "?", count: standingMeasures + 3).joined(separator: ", ")
    let sums = (["records"] + names).map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    return "INSERT INTO trellis_standing_total (aggregate, groups, records, \(names.joined(separator: ", "))) "
        + "VALUES (\(marks)) ON CONFLICT (aggregate, groups) DO UPDATE SET \(sums)"
}()

/// Removes a group that has no records; bound to the total's name and the groups.
public let standingRemoval =
    "DELETE FROM trellis_standing_total WHERE aggregate = ? AND groups = ? AND records = 0"
