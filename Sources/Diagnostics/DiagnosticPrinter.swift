// SPDX-License-Identifier: Apache-2.0

/// Prints findings with the line they are about and a caret below the place.
public struct DiagnosticPrinter: Sendable {
    /// The language of the findings, with the words around them.
    public struct Words: Sendable {
        let error: String
        let warning: String
        let hint: String
        let note: String
        /// The sentence of a finding in this language.
        let sentence: @Sendable (Wording) -> String

        public static let english = Words(
            error: "error", warning: "warning", hint: "hint", note: "note", sentence: { $0.english })
        public static let chinese = Words(
            error: "错误", warning: "警告", hint: "提示", note: "参见", sentence: { $0.chinese })
    }

    private let sources: [String: SourceText]
    private let words: Words

    public init(sources: [SourceText], words: Words = .english) {
        self.words = words
        self.sources = Dictionary(sources.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Every finding, sorted, with a line break at the end of each.
    public func text(_ list: DiagnosticList) -> String {
        let findings = list.sorted()
        let named = Set(findings.compactMap(\.range?.file) + findings.flatMap { $0.notes.map(\.range.file) })
        let lines = sources.filter { named.contains($0.key) }.mapValues(\.lines)
        return findings.map { text($0, lines) }.joined()
    }

    private func text(_ diagnostic: Diagnostic, _ lines: [String: [String]]) -> String {
        let place = diagnostic.range.map { "\($0): " } ?? ""
        var text = "\(place)\(word(diagnostic.severity))[\(diagnostic.id)]: \(words.sentence(diagnostic.message))\n"
        if let range = diagnostic.range { text += excerpt(range, lines) }
        if let hint = diagnostic.hint { text += "  \(words.hint): \(words.sentence(hint))\n" }
        for note in diagnostic.notes {
            text += "\(note.range): \(words.note): \(words.sentence(note.message))\n" + excerpt(note.range, lines)
        }
        return text
    }

    private func word(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: words.error
        case .warning: words.warning
        }
    }

    private func excerpt(_ range: SourceRange, _ lines: [String: [String]]) -> String {
        guard let lines = lines[range.file], range.start.line >= 1, range.start.line <= lines.count else {
            return ""
        }
        let line = Array(lines[range.start.line - 1].unicodeScalars)
        let column = min(max(1, range.start.column) - 1, line.count)
        let isOneLine = range.end.line == range.start.line
        let length = max(1, (isOneLine ? max(1, range.end.column) - 1 : line.count) - column)
        let number = String(range.start.line)
        let margin = String(repeating: " ", count: number.count)
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: line)
        return
            " \(number) | \(String(shown))\n \(margin) | \(blank(line[..<column]))\(carets(line.dropFirst(column).prefix(length)))\n"
    }

    /// Blanks as wide as the characters, tabs kept.
    private func blank(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        scalars.map { $0 == "\t" ? "\t" : String(repeating: " ", count: displayWidth($0)) }.joined()
    }

    private func carets(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        let width = scalars.reduce(0) { $0 + displayWidth($1) }
        return "^" + String(repeating: "~", count: max(0, width - 1))
    }
}

/// Places that a character takes in a terminal: Chinese characters take two.
public func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x20000...0x3FFFD:
        2
    default: 1
    }
}
