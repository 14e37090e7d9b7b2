// SPDX-License-Identifier: Apache-2.0

/// A stable identifier of a kind of finding, such as `pack.E012`; never reused for another meaning.
public struct DiagnosticID: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.rawValue = value }
    public var description: String { rawValue }
}

/// One finding: what is wrong, where, and what to do.
public struct Diagnostic: Hashable, Sendable, Codable {
    public enum Severity: String, Sendable, Codable {
        case error, warning
    }

    /// A second place that belongs to the finding, such as the other definition of a name.
    public struct Note: Hashable, Sendable, Codable {
        public let message: String
        public let range: SourceRange

        public init(_ message: String, at range: SourceRange) {
            self.message = message
            self.range = range
        }
    }

    /// The same message and hint for people who read Chinese.
    public struct Translation: Hashable, Sendable, Codable {
        public let message: String
        public let hint: String?

        public init(_ message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    public let id: DiagnosticID
    public let severity: Severity
    public let message: String
    /// Where the text was the cause; nil if the finding has no text (a missing folder).
    public let range: SourceRange?
    /// What to write instead, as a sentence.
    public let hint: String?
    public let notes: [Note]
    /// Nil if the finding is said in English only.
    public let chinese: Translation?

    public init(
        _ id: DiagnosticID, _ message: String, at range: SourceRange?, severity: Severity = .error,
        hint: String? = nil, notes: [Note] = [], chinese: Translation? = nil
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.range = range
        self.hint = hint
        self.notes = notes
        self.chinese = chinese
    }

    /// The finding with the Chinese message and hint, if it has them.
    public var inChinese: Diagnostic {
        guard let chinese else { return self }
        return Diagnostic(
            id, chinese.message, at: range, severity: severity, hint: chinese.hint, notes: notes, chinese: chinese)
    }
}

/// Findings in the order they were made; checkers append and go on.
public struct DiagnosticList: Sendable, Equatable {
    public private(set) var diagnostics: [Diagnostic] = []

    public init() {}

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    public var isEmpty: Bool { diagnostics.isEmpty }

    public mutating func append(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The same findings in Chinese, where they have it.
    public var inChinese: DiagnosticList {
        var list = DiagnosticList()
        for diagnostic in diagnostics { list.append(diagnostic.inChinese) }
        return list
    }

    /// The findings by file, line, column, then identifier; those without a place come first.
    public func sorted() -> [Diagnostic] {
        diagnostics.sorted { left, right in
            guard let leftRange = left.range, let rightRange = right.range else {
                return left.range == nil && right.range != nil
            }
            return (leftRange.file, leftRange.start, left.id.rawValue)
                < (rightRange.file, rightRange.start, right.id.rawValue)
        }
    }
}
