// SPDX-License-Identifier: Apache-2.0

// Sequences of transformations, in which steps name what those before them left, or what is no longer there.
extension ProgramWriter {
    mutating func transformations() -> String {
        (0...below(4)).map { _ in transformation() }.joined(separator: "/")
    }

    private mutating func transformation() -> String {
        switch below(10) {
        case 0, 1, 2: "groupby((\(columns())),aggregate(\(aggregates())))"
        case 3: "groupby((\(columns())))"
        case 4: "aggregate(\(aggregates()))"
        case 5: "filter(\(condition()))"
        case 6: "compute(\(one(of: Self.columns)) \(one(of: ["mul", "add"])) 2 as \(one(of: Self.added)))"
        case 7: "orderby(\(one(of: Self.columns))\(one(of: ["", " desc"])),\(one(of: Self.columns)))"
        case 8: one(of: ["top(3)", "skip(1)", "top(0)", "identity", "search(acme)"])
        default: "groupby((\(columns())),\(transformation()))"
        }
    }

    private mutating func columns() -> String {
        (0...below(3)).map { _ in one(of: Self.columns) }.joined(separator: ",")
    }

    private mutating func aggregates() -> String {
        (0...below(2)).map { _ in
            below(3) == 0
                ? "$count as \(one(of: Self.added))"
                : "\(below(3) == 0 ? number(depth: 2) : one(of: Self.columns)) with \(one(of: Self.methods)) as \(one(of: Self.added))"
        }.joined(separator: ",")
    }

    private mutating func condition() -> String {
        let condition = "\(one(of: Self.columns)) \(one(of: ["eq", "ne", "gt"])) \(one(of: ["null", "1", "'x'"]))"
        return below(2) == 0 ? condition : "\(condition) and \(boolean(depth: 2))"
    }

    /// Paths of which some begin as others do, and names that steps add.
    private static let columns = [
        "stage", "customer", "customer/region", "customer/name", "customer/parent", "customer/parent/name", "qty",
        "amount", "active", "closeDate", "lines", "n", "total", "twice",
    ]
    private static let added = ["n", "total", "twice", "stage", "customer"]
}
