// SPDX-License-Identifier: Apache-2.0

/// A place that was read as something else than what is written there, and how it has to be written.
struct Repair {
    /// The place that is marked.
    let offset: Int
    let length: Int
    /// What the right form replaces.
    let edit: Range<Int>
    let replacement: String
    /// The right form is an operator, which needs white space around it.
    let isOperator: Bool

    /// More are not looked for in one text, so that what they cost stays linear.
    static let most = 20

    init(offset: Int, length: Int, edit: Range<Int>, text: String) {
        (self.offset, self.length, self.edit, replacement) = (offset, length, edit, text)
        isOperator = false
    }

    init(offset: Int, length: Int, edit: Range<Int>, word: String) {
        (self.offset, self.length, self.edit, replacement) = (offset, length, edit, word)
        isOperator = true
    }
}

/// A text with the right forms in place of what was written.
struct RepairedText {
    /// As it was written.
    let scalars: [Unicode.Scalar]
    var repairs: [Repair]

    /// A part of the text in its right form, on one line.
    func form(of part: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        var position = part.lowerBound
        var owesSpace = false
        func add(_ scalars: some Sequence<Unicode.Scalar>) {
            for scalar in scalars {
                let isBlank = isSpace(scalar)
                if isBlank, text.last == " " || text.isEmpty { continue }
                if owesSpace, !isBlank, let last = text.last, last != " ", last != "(" { text.append(" ") }
                owesSpace = false
                text.append(isBlank ? " " : scalar)
            }
        }
        for repair in ordered where part.contains(repair.edit) && repair.edit.lowerBound >= position {
            add(scalars[position..<repair.edit.lowerBound])
            owesSpace = owesSpace || repair.isOperator
            add(repair.replacement.unicodeScalars)
            owesSpace = repair.isOperator
            position = repair.edit.upperBound
        }
        if position < part.upperBound { add(scalars[position..<part.upperBound]) }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Outer repairs stand before those inside them, later ones before earlier ones of the same place.
    private var ordered: [Repair] {
        repairs.enumerated().sorted { left, right in
            let (first, second) = (left.element.edit, right.element.edit)
            if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
            if first.upperBound != second.upperBound { return first.upperBound > second.upperBound }
            return left.offset > right.offset
        }.map(\.element)
    }

    /// A part with the parentheses around it that it needs to have a partner for each of its own.
    func balanced(_ part: Range<Int>) -> Range<Int> {
        var (open, missing) = (0, 0)
        var isQuoted = false
        for scalar in scalars[part] {
            switch scalar {
            case "'": isQuoted.toggle()
            case _ where isQuoted: break
            case "(", "（": open += 1
            case ")", "）": if open > 0 { open -= 1 } else { missing += 1 }
            default: break
            }
        }
        var (start, end) = (part.lowerBound, part.upperBound)
        while missing > 0, start > 0, isSpace(scalars[start - 1]) || "(（".unicodeScalars.contains(scalars[start - 1]) {
            start -= 1
            if !isSpace(scalars[start]) { missing -= 1 }
        }
        while open > 0, end < scalars.count, isSpace(scalars[end]) || ")）".unicodeScalars.contains(scalars[end]) {
            if !isSpace(scalars[end]) { open -= 1 }
            end += 1
        }
        return start..<end
    }
}
