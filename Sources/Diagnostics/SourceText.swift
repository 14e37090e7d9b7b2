// SPDX-License-Identifier: Apache-2.0

/// A place in a text file: 1-based line, 1-based column counted in Unicode scalars.
public struct SourcePosition: Hashable, Sendable, Comparable, Codable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A stretch of a file, from the first scalar to the one behind the last.
public struct SourceRange: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The path as it is shown to people, relative to the folder they named.
    public let file: String
    public let start: SourcePosition
    public let end: SourcePosition

    public init(file: String, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// `file:line:column` of the start.
    public var description: String { "\(file):\(start.line):\(start.column)" }
}

/// A file's path and text, for showing the lines that findings are about.
public struct SourceText: Hashable, Sendable {
    public let path: String
    private let text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The lines without their ends; split when asked, as nearly every text is right.
    public var lines: [String] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0) ?? ""
        }
    }
}

/// A value together with the place it was written at.
public struct Located<Wrapped> {
    public let value: Wrapped
    public let range: SourceRange

    public init(_ value: Wrapped, at range: SourceRange) {
        self.value = value
        self.range = range
    }
}

extension Located: Sendable where Wrapped: Sendable {}
extension Located: Equatable where Wrapped: Equatable {}
extension Located: Hashable where Wrapped: Hashable {}
