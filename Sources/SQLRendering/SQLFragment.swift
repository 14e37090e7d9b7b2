// SPDX-License-Identifier: Apache-2.0

/// A piece of SQL: text, and the values bound to its question marks in their order.
public struct SQLFragment: Sendable, Hashable {
    public private(set) var text: String
    public private(set) var bindings: [SQLValue]

    public init(_ text: String = "", _ bindings: [SQLValue] = []) {
        self.text = text
        self.bindings = bindings
    }

    /// A value; never part of the text.
    public static func binding(_ value: SQLValue) -> SQLFragment { SQLFragment("?", [value]) }

    /// A column of a table's alias.
    static func column(_ alias: String, _ name: String) -> SQLFragment { SQLFragment("\(alias).\(quoted(name))") }

    public static func + (left: Self, right: Self) -> SQLFragment {
        SQLFragment(left.text + right.text, left.bindings + right.bindings)
    }

    public static func + (left: Self, right: String) -> SQLFragment { SQLFragment(left.text + right, left.bindings) }
    public static func + (left: String, right: Self) -> SQLFragment { SQLFragment(left + right.text, right.bindings) }

    public static func += (left: inout Self, right: Self) { left = left + right }
    public static func += (left: inout Self, right: String) { left.text += right }

    /// In parentheses.
    var grouped: SQLFragment { "(" + self + ")" }
}

extension Sequence<SQLFragment> {
    /// The pieces with a text between them.
    public func joined(_ separator: String) -> SQLFragment {
        var result = SQLFragment()
        for (index, piece) in enumerated() {
            if index > 0 { result += separator }
            result += piece
        }
        return result
    }
}

/// A value as a database knows it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    /// The key of the record that a prepared query is about, given when the statement runs.
    case key
}
