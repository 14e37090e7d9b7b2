// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Rows under headings, in columns wide enough for their texts; Chinese characters take two places.
struct TextTable {
    let headings: [String]
    var rows: [[String]] = []

    init(_ headings: [String]) { self.headings = headings }

    /// The lines, each with its line break.
    var text: String {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { displayWidth($0[column]) }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([headings, rule] + rows).map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - displayWidth($0)) }
                .joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

/// Places that a text takes in a terminal.
private func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + Diagnostics.displayWidth($1) }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
