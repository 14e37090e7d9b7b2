// SPDX-License-Identifier: Apache-2.0

/// A regular expression as it is written.
indirect enum PatternNode {
    case one(ScalarClass)
    case start, end
    case sequence([PatternNode])
    case choice(PatternNode, PatternNode)
    /// Nil for any number of times.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// A set of characters.
struct ScalarClass {
    enum Member {
        case range(ClosedRange<Unicode.Scalar>)
        case digit, word, space
        case notDigit, notWord, notSpace
    }

    var members: [Member] = []
    var isNegated = false

    static let any = ScalarClass(members: [.range("\n"..."\n")], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool { members.contains { Self.matches($0, scalar) } != isNegated }

    private static func matches(_ member: Member, _ scalar: Unicode.Scalar) -> Bool {
        switch member {
        case .range(let range): range.contains(scalar)
        case .digit: isDigit(scalar)
        case .notDigit: !isDigit(scalar)
        case .space: scalar.properties.isWhitespace
        case .notSpace: !scalar.properties.isWhitespace
        case .word: isWord(scalar)
        case .notWord: !isWord(scalar)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

/// Reads a regular expression.
struct PatternReader {
    let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    /// Groups inside one another.
    private static let deepest = 50
    /// The largest number in braces.
    private static let largestCount = 1000

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func whole() throws(TextPattern.Refusal) -> PatternNode {
        let node = try choice()
        guard position == scalars.count else { throw .malformed(position) }
        return node
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func choice() throws(TextPattern.Refusal) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw .tooLarge }
        var branches = [try sequence()]
        while peek == "|" {
            position += 1
            branches.append(try sequence())
            guard branches.count <= Self.deepest else { throw .tooLarge }
        }
        return branches.dropLast().reversed().reduce(branches[branches.count - 1]) { .choice($1, $0) }
    }

    private mutating func sequence() throws(TextPattern.Refusal) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            let atom = try atom()
            nodes.append(try repeated(atom))
        }
        return .sequence(nodes)
    }

    private mutating func atom() throws(TextPattern.Refusal) -> PatternNode {
        guard let scalar = peek else { throw .malformed(position) }
        let start = position
        position += 1
        switch scalar {
        case ".": return .one(.any)
        case "^": return .start
        case "$": return .end
        case "(": return try group()
        case "[": return .one(try scalarClass())
        case "\\": return .one(ScalarClass(members: [try escaped()]))
        case "*", "+", "?", "{", "}", "]": throw .malformed(start)
        default: return .one(ScalarClass(members: [.range(scalar...scalar)]))
        }
    }

    private mutating func group() throws(TextPattern.Refusal) -> PatternNode {
        if peek == "?" {
            guard position + 1 < scalars.count, scalars[position + 1] == ":" else { throw .unsupported(position) }
            position += 2
        }
        let inner = try choice()
        guard peek == ")" else { throw .malformed(position) }
        position += 1
        return inner
    }

    private mutating func escaped() throws(TextPattern.Refusal) -> ScalarClass.Member {
        guard let scalar = peek else { throw .malformed(position) }
        position += 1
        switch scalar {
        case "d": return .digit
        case "D": return .notDigit
        case "w": return .word
        case "W": return .notWord
        case "s": return .space
        case "S": return .notSpace
        case "n": return .range("\n"..."\n")
        case "r": return .range("\r"..."\r")
        case "t": return .range("\t"..."\t")
        default:
            // A letter or digit would have a meaning of its own, such as a look back.
            guard !scalar.properties.isAlphabetic, !isDigit(scalar) else { throw .unsupported(position - 1) }
            return .range(scalar...scalar)
        }
    }

    private mutating func scalarClass() throws(TextPattern.Refusal) -> ScalarClass {
        var scalars = ScalarClass()
        if peek == "^" {
            scalars.isNegated = true
            position += 1
        }
        repeat {
            let first = try classMember()
            guard case .range(let low) = first, peek == "-", position + 1 < self.scalars.count,
                self.scalars[position + 1] != "]"
            else {
                scalars.members.append(first)
                continue
            }
            position += 1
            guard case .range(let high) = try classMember(), low.lowerBound <= high.upperBound else {
                throw .malformed(position)
            }
            scalars.members.append(.range(low.lowerBound...high.upperBound))
        } while peek != "]"
        position += 1
        return scalars
    }

    private mutating func classMember() throws(TextPattern.Refusal) -> ScalarClass.Member {
        guard let scalar = peek else { throw .malformed(position) }
        position += 1
        if scalar == "\\" { return try escaped() }
        guard scalar != "[" else { throw .unsupported(position - 1) }
        return .range(scalar...scalar)
    }

    private mutating func repeated(_ atom: PatternNode) throws(TextPattern.Refusal) -> PatternNode {
        guard let mark = peek else { return atom }
        var (least, most): (Int, Int?)
        switch mark {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{":
            position += 1
            least = try number()
            most = least
            if peek == "," {
                position += 1
                most = peek == "}" ? nil : try number()
            }
            guard peek == "}", least <= most ?? .max else { throw .malformed(position) }
        default: return atom
        }
        position += 1
        // Whether as few or as many as possible are taken makes no difference to whether there is a match.
        if peek == "?" { position += 1 }
        if let next = peek, "*+?{".unicodeScalars.contains(next) { throw .malformed(position) }
        return .repeated(atom, least: least, most: most)
    }

    private mutating func number() throws(TextPattern.Refusal) -> Int {
        var number: Int?
        while let scalar = peek, isDigit(scalar) {
            number = (number ?? 0) * 10 + Int(scalar.value - 48)
            position += 1
            guard number ?? 0 <= Self.largestCount else { throw .tooLarge }
        }
        guard let number else { throw .malformed(position) }
        return number
    }
}
