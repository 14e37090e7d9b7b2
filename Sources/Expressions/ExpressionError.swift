// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// What is wrong with an expression, and where in its text.
public struct ExpressionError: Error, Equatable, Sendable {
    /// - Source: expression language §4.7.
    public enum Kind: String, Sendable, CaseIterable {
        case unexpectedEnd, unexpectedToken, expectedWhitespace, unterminatedString, invalidLiteral
        case unknownProperty, unknownFunction, unknownVariable, unknownEnumMember
        case typeMismatch, notBoolean, isCollection, notCollection, wrongArgumentCount
        case divisionByZero, outOfRange, offsetNotNormalized
        case unsupported
        case tooDeep, tooLong, tooCostly
    }

    public let kind: Kind
    /// In Unicode scalars from the start of the text.
    public let offset: Int
    /// In Unicode scalars; 0 at the end of the text.
    public let length: Int
    public let message: Wording
    /// What to write instead, as a sentence.
    public let hint: Wording?
    /// What else is wrong with the same text, from the left; each comes without others.
    public internal(set) var others: [ExpressionError] = []

    public init(
        _ kind: Kind, at offset: Int, length: Int, _ english: String, _ chinese: String, hint: Wording? = nil
    ) {
        self.kind = kind
        self.offset = offset
        self.length = length
        message = Wording(english, chinese)
        self.hint = hint
    }

    public init(_ kind: Kind, at offset: Int, length: Int, _ message: Wording, hint: Wording? = nil) {
        self.init(kind, at: offset, length: length, message.english, message.chinese, hint: hint)
    }

    /// The stable code of the error, such as `expr.typeMismatch`.
    public var code: String { "expr." + kind.rawValue }

    /// This error and the others, each alone.
    public var all: [ExpressionError] {
        var first = self
        first.others = []
        return [first] + others
    }
}

/// What went wrong while a checked expression was computed.
public enum EvaluationError: Error, Equatable, Sendable {
    /// A result does not fit its type; the offset of the operator in the expression's text.
    case overflow(offset: Int)
}

/// How large an expression may be.
public struct ExpressionLimits: Sendable {
    /// In Unicode scalars.
    public let length: Int
    /// How deep operations may be nested.
    public let depth: Int
    /// Members of a list behind `in`.
    public let listItems: Int
    /// References followed by one path.
    public let hops: Int
    /// Conditions and values about the members of collections inside one another.
    public let lambdas: Int
    /// How many mistakes one text is told at once.
    public let findings = 10

    /// For packs, which are written by people who may change the server.
    public static let pack = ExpressionLimits(length: 32_768, depth: 100, listItems: 1000, hops: 6, lambdas: 4)
    /// For expressions of a request.
    public static let request = ExpressionLimits(length: 8192, depth: 100, listItems: 200, hops: 3, lambdas: 2)
}
