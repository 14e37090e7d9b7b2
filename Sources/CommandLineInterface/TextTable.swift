// SPDX-License-Identifier: Apache-2.0

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
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            width + 2
        default: width + 1
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
