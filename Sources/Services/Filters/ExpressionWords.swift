// SPDX-License-Identifier: Apache-2.0
import Values

/// The words of the beginning of an expression: those that are complete, and the one that is being written.
struct ExpressionWords {
    /// What stands behind `any(` or `all(` and is not closed yet.
    struct Lambda {
        /// The way to the collection; it may begin with the variable of a lambda around it.
        let path: String
        /// Nil as long as it is not written.
        let variable: String?
    }

    private(set) var complete: [String] = []
    private(set) var begun = ""
    /// The parentheses that are open, from the outermost on; nil for those that hold no lambda.
    private var open: [Lambda?] = []

    init(_ text: String) {
        var isQuoted = false
        for character in text {
            if character == "'" { isQuoted.toggle() }
            // Elsewhere a colon belongs to a moment or a time.
            let isColon = character == ":" && awaitsVariable
            if !isQuoted, character.isWhitespace || "(),".contains(character) || isColon {
                end(with: character)
            } else {
                begun.append(character)
            }
        }
    }

    private mutating func end(with character: Character) {
        if !begun.isEmpty { complete.append(begun) }
        begun = ""
        switch character {
        case "(": open.append(lambda(complete.last))
        case ")": _ = open.popLast()
        case ":":
            if let lambda = open.popLast() ?? nil { open.append(Lambda(path: lambda.path, variable: complete.last)) }
        default: break
        }
        if !character.isWhitespace { complete.append(String(character)) }
    }

    private func lambda(_ opener: String?) -> Lambda? {
        guard let opener, let end = opener.lastIndex(of: "/") else { return nil }
        guard ["any", "all"].contains(opener[opener.index(after: end)...].lowercased()) else { return nil }
        return Lambda(path: String(opener[..<end]), variable: nil)
    }

    /// The lambdas around the end of the text that have a variable, from the outermost on.
    var lambdas: [Lambda] { open.compactMap { $0 }.filter { $0.variable != nil } }

    /// The lambda whose variable is being written, or is to be written next.
    var opened: Lambda? {
        guard complete.last == "(", let last = open.last, let lambda = last, lambda.variable == nil else { return nil }
        return lambda
    }

    private var awaitsVariable: Bool { opened != nil && !begun.isEmpty }
}
