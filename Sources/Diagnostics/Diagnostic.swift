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
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable, Codable {
        case error, warning
    }

    /// A second place that belongs to the finding, such as the other definition of a name.
    public struct Note: Hashable, Sendable {
        public let message: Wording
        public let range: SourceRange

        public init(_ message: Wording, at range: SourceRange) {
            self.message = message
            self.range = range
        }
    }

    public let id: DiagnosticID
    public let severity: Severity
    public let message: Wording
    /// Where the text was the cause; nil if the finding has no text (a missing folder).
    public let range: SourceRange?
    /// What to write instead, as a sentence.
    public let hint: Wording?
    public let notes: [Note]

    public init(
        _ id: DiagnosticID, _ message: Wording, at range: SourceRange?, severity: Severity = .error,
        hint: Wording? = nil, notes: [Note] = []
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.range = range
        self.hint = hint
        self.notes = notes
    }
}

/// Findings in the order they were made; checkers append and go on.
public struct DiagnosticList: Sendable, Equatable {
    public private(set) var diagnostics: [Diagnostic] = []

    public init() {}

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    public var isEmpty: Bool { diagnostics.isEmpty }

    public mutating func append(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

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
