// SPDX-License-Identifier: Apache-2.0

/// The string literals of a Swift source, with `{}` in place of what is interpolated.
struct SwiftLiterals {
    private let source: [UInt8]
    private var place = 0
    private(set) var literals: [String] = []

    /// - Parameter source: What swift-format leaves: no block comments and no raw literals but regular expressions.
    init(_ source: String) {
        self.source = Array(source.utf8)
        while place < self.source.count {
            if starts(with: "//") {
                while place < self.source.count, self.source[place] != UInt8(ascii: "\n") { place += 1 }
            } else if starts(with: "#/") {
                repeat { place += 1 } while place < self.source.count && !starts(with: "/#")
            } else if starts(with: "\"") {
                literals.append(literal())
            } else {
                place += 1
            }
        }
    }

    private func starts(with text: StaticString) -> Bool {
        source[place...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func literal() -> String {
        let quote: StaticString = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        place += quote.utf8CodeUnitCount
        var text: [UInt8] = []
        while place < source.count, !starts(with: quote) {
            guard source[place] == UInt8(ascii: "\\"), place + 1 < source.count else {
                text.append(source[place])
                place += 1
                continue
            }
            place += 2
            switch source[place - 1] {
            case UInt8(ascii: "("):
                text += Array("{}".utf8)
                skipInterpolation()
            case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
            case let other: text.append(other)
            }
        }
        place += quote.utf8CodeUnitCount
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skipInterpolation() {
        var depth = 1
        while place < source.count, depth > 0 {
            if starts(with: "\"") {
                literals.append(literal())
                continue
            }
            if source[place] == UInt8(ascii: "(") { depth += 1 }
            if source[place] == UInt8(ascii: ")") { depth -= 1 }
            place += 1
        }
    }
}
