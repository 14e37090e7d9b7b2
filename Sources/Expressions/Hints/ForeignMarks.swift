// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Operators of other languages, with the word that means the same here.
let foreignMarks: [String: String] = [
    "===": "eq", "!==": "ne", ">=": "ge", "=>": "ge", "<=": "le", "=<": "le", "==": "eq", "!=": "ne", "<>": "ne",
    "&&": "and", "||": "or", ">": "gt", "<": "lt", "=": "eq", "!": "not", "&": "and", "|": "or", "*": "mul",
    "%": "mod", "+": "add", "≥": "ge", "≤": "le", "≠": "ne", "×": "mul", "÷": "divby", "∧": "and", "∨": "or",
    "¬": "not", "−": "sub",
]

/// What to do about a mark that stands for no operator.
func markHint(_ mark: Unicode.Scalar, isEncoded: Bool) -> Wording? {
    if isEncoded {
        return Wording(
            "The text is decoded already: write the character itself instead of its number.",
            "文本已经解码，请直接写字符本身，而不是它的编码。")
    }
    if quotes[mark] != nil {
        return Wording("Put texts in straight single quotes: 'text'.", "文本请用英文单引号：'文本'。")
    }
    if let plain = plainForm(mark) { return plain == " " ? .plainSpace : .write(String(plain)) }
    return switch mark {
    case "#": Wording("Dates are written without marks: 2024-02-29.", "日期不加符号：2024-02-29。")
    case "?": .write("case(condition:value,true:other)")
    default: nil
    }
}

extension Wording {
    static let plainSpace = Wording("Write an ordinary space.", "请用半角空格。")
}

extension ExpressionError {
    /// Text that is no part of the language.
    static func foreign(_ found: String, at offset: Int, hint: Wording?) -> ExpressionError {
        let length = found.unicodeScalars.count
        if let only = found.unicodeScalars.first, length == 1, plainForm(only) == " " {
            return ExpressionError(
                .unexpectedToken, at: offset, length: 1, "This space is no ordinary one.", "这里的空格不是半角空格。", hint: hint)
        }
        let shown = length > 40 ? String(found.prefix(40)) + "…" : found
        return ExpressionError(
            .unexpectedToken, at: offset, length: length, "“\(shown)” is no part of this language.",
            "“\(shown)”不是本语言的写法。", hint: hint)
    }
}

/// Quotes of other languages and keyboards, with those that close them.
private let quotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
    "\"": ["\""], "“": ["“", "”", "\""], "”": ["“", "”", "\""], "„": ["“", "”"], "‘": ["‘", "’", "'"],
    "’": ["‘", "’", "'"], "「": ["」"], "『": ["』"], "＂": ["＂"], "＇": ["＇"], "`": ["`"],
]

/// The ASCII form of a full-width character or of another space; nil for any other.
private func plainForm(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x3000, 0xA0, 0x2000...0x200A, 0x202F, 0x205F: " "
    default: nil
    }
}

/// The text with full-width characters, other spaces and other quotes as the language writes them, each in its place,
/// and what was changed. Texts in straight quotes stay as they are.
func transliterated(_ scalars: [Unicode.Scalar]) -> ([Unicode.Scalar], [Repair]) {
    var plain = scalars
    var repairs: [Repair] = []
    var index = 0
    while index < scalars.count, repairs.count < Repair.most {
        let start = index
        let scalar = scalars[index]
        index += 1
        if scalar == "'" {
            while index < scalars.count, scalars[index] != "'" { index += 1 }
            index += 1
        } else if let closing = quotes[scalar] {
            guard let end = scalars[index...].firstIndex(where: closing.contains) else { return (plain, repairs) }
            plain[start] = "'"
            plain[end] = "'"
            for inner in index..<end where scalars[inner] == "'" { plain[inner] = "’" }
            index = end + 1
            repairs.append(
                Repair(
                    offset: start, length: index - start, edit: start..<index, text: quoted(scalars[start + 1..<end])))
        } else if let form = plainForm(scalar) {
            plain[start] = form
            // Letters and digits beside each other are one word; punctuation marks are repaired one by one.
            while isWordPart(form), index < scalars.count, let next = plainForm(scalars[index]), isWordPart(next) {
                plain[index] = next
                index += 1
            }
            repairs.append(
                Repair(
                    offset: start, length: index - start, edit: start..<index,
                    text: String(String.UnicodeScalarView(plain[start..<index]))))
        }
    }
    return (plain, repairs)
}

private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar) || scalar == "_"
}

/// A text as a literal.
func quoted(_ content: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append("'")
    for scalar in content {
        if scalar == "'" { text.append("'") }
        text.append(scalar)
    }
    text.append("'")
    return String(text)
}
