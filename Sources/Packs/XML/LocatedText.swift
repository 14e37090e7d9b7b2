// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A decoded text that knows where each of its characters was written.
struct LocatedText: Sendable {
    /// Where the characters stand.
    private enum Places: Sendable {
        /// One after another on a line.
        case row(start: SourcePosition)
        /// Each by itself: something was written as a reference, or the text has several lines.
        case each([SourcePosition])
    }

    let text: String
    private let file: String
    private let places: Places
    private let end: SourcePosition

    private init(_ text: String, _ file: String, _ places: Places, _ end: SourcePosition) {
        (self.text, self.file, self.places, self.end) = (text, file, places, end)
    }

    /// A text that stands as it is on one line.
    init(file: String, text: String, start: SourcePosition, end: SourcePosition) {
        self.init(text, file, .row(start: start), end)
    }

    init(file: String, scalars: [(Unicode.Scalar, SourcePosition)], end: SourcePosition) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.lazy.map(\.0))
        self.init(String(view), file, .each(scalars.map(\.1)), end)
    }

    /// The whole text's place.
    var range: SourceRange { SourceRange(file: file, start: position(0), end: end) }

    /// The place of a part, counted in Unicode scalars of the decoded text.
    func range(offset: Int, length: Int) -> SourceRange {
        SourceRange(file: file, start: position(offset), end: position(offset + length))
    }

    private func position(_ offset: Int) -> SourcePosition {
        switch places {
        case .row(let start): min(SourcePosition(line: start.line, column: start.column + offset), end)
        case .each(let positions): offset < positions.count ? positions[offset] : end
        }
    }

    /// The same text with blanks in place of some of its words.
    func blanking(_ isBlanked: (String) -> Bool) -> LocatedText {
        var scalars = Array(text.unicodeScalars)
        var start = 0
        for word in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isSeparator) {
            if isBlanked(String(word)) {
                for place in start..<start + word.count { scalars[place] = " " }
            }
            start += word.count + 1
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return LocatedText(String(view), file, places, end)
    }

    /// The words between blanks and commas, each with its place.
    var words: [Located<String>] {
        var words: [Located<String>] = []
        var start = 0
        for word in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isSeparator) {
            let count = word.count
            if count > 0 { words.append(Located(String(word), at: range(offset: start, length: count))) }
            start += count + 1
        }
        return words
    }
}

private func isSeparator(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "," }
