// SPDX-License-Identifier: Apache-2.0

/// One figure of the product beside the same of its limit, at one size of the database.
struct Measurement {
    let name: String
    let rows: Int
    /// Of the product: in a second, and how long one took, in seconds.
    let perSecond: Double
    var p50 = Double.nan
    var p99 = Double.nan
    /// Of the limit.
    var limitPerSecond = Double.nan
    var limitP50 = Double.nan
    var failures = 0

    init(_ name: String, rows: Int, perSecond: Double) {
        self.name = name
        self.rows = rows
        self.perSecond = perSecond
    }

    init(_ name: String, rows: Int, _ load: LoadResult, limit: LoadResult?) {
        self.init(name, rows: rows, perSecond: load.perSecond)
        (p50, p99) = (load.p50, load.p99)
        failures = load.failures.values.reduce(0, +)
        if let limit { (limitPerSecond, limitP50) = (limit.perSecond, limit.p50) }
    }

    static let heading = ["what", "rows", "per second", "p50 ms", "p99 ms", "limit/s", "limit p50", "ratio", "failed"]

    var cells: [String] {
        [
            name, String(rows), rounded(perSecond, 0), rounded(p50 * 1000, 2), rounded(p99 * 1000, 2),
            rounded(limitPerSecond, 0), rounded(limitP50 * 1000, 2), rounded(perSecond / limitPerSecond, 2),
            failures == 0 ? "" : String(failures),
        ]
    }
}

/// A number with so many digits behind the point; nothing for one that was not measured.
func rounded(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite else { return "" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((number * scale).rounded())
    guard digits > 0 else { return String(whole) }
    let text = padded(abs(whole), digits + 1)
    return (whole < 0 ? "-" : "") + text.dropLast(digits) + "." + text.suffix(digits)
}

/// Lines of cells in columns.
func table(_ lines: [[String]]) -> String {
    let widths = (lines.first ?? []).indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
        zip(line, widths).enumerated().map { index, cell in
            let room = String(repeating: " ", count: cell.1 - cell.0.count)
            return index == 0 ? cell.0 + room : room + cell.0
        }.joined(separator: "  ")
    }.joined(separator: "\n") + "\n"
}
