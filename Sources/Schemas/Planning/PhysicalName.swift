// SPDX-License-Identifier: Apache-2.0

/// Names of tables and columns made from names of entities and fields.
enum PhysicalName {
    /// Words of SQL that would oblige everybody who reads the database to quote the table's name.
    private static let reserved: Set<String> = [
        "all", "and", "as", "between", "by", "case", "check", "column", "constraint", "create", "cross", "default",
        "delete", "distinct", "drop", "else", "end", "except", "exists", "foreign", "from", "full", "group", "having",
        "in", "index", "inner", "insert", "intersect", "into", "is", "join", "key", "left", "like", "limit", "natural",
        "not", "null", "offset", "on", "or", "order", "outer", "primary", "references", "returning", "right", "select",
        "set", "table", "then", "to", "transaction", "trigger", "union", "unique", "update", "user", "using", "values",
        "view", "when", "where", "window", "with",
    ]

    /// Columns that every table has; a field gets one of them only if it is the system's own.
    static let systemColumns = [
        "row", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at",
    ]

    static func table(_ entity: String, avoiding used: Set<String>) -> String {
        let name = snakeCase(entity)
        // Names with these endings and beginnings belong to search tables, the engine and the database itself.
        if name.hasPrefix("trellis_") || name.hasPrefix("sqlite_") { return unused("entity_" + name, avoiding: used) }
        let isTaken =
            reserved.contains(name) || name.hasSuffix("_search") || name.contains("_search_")
        return unused(isTaken ? "entity_" + name.filter { $0 != "_" } : name, avoiding: used)
    }

    static func column(_ field: String, avoiding used: Set<String>) -> String {
        unused(snakeCase(field), avoiding: used)
    }

    /// `premiumDue` and `PremiumDue` are `premium_due`; `homeURL` is `home_url`.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        let scalars = Array(name.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let followsLower = index > 0 && !isUpper(scalars[index - 1]) && scalars[index - 1] != "_"
            let beginsWord =
                index > 0 && index + 1 < scalars.count && isUpper(scalars[index - 1])
                && isLower(scalars[index + 1])
            if isUpper(scalar), followsLower || beginsWord { result += "_" }
            result += String(scalar).lowercased()
        }
        return result
    }

    private static func unused(_ name: String, avoiding used: Set<String>) -> String {
        guard used.contains(name) else { return name }
        var number = 2
        while used.contains("\(name)_\(number)") { number += 1 }
        return "\(name)_\(number)"
    }

    private static func isUpper(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
    private static func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }
}
