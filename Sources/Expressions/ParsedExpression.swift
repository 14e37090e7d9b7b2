// SPDX-License-Identifier: Apache-2.0
import Values

/// An expression as it was written: names are not resolved, types not known.
struct ParsedExpression: Equatable {
    indirect enum Node: Equatable {
        case literal(Value, ValueType)
        /// A moment written with another offset than UTC.
        case offsetInstant(Instant)
        /// Text in quotes.
        case string(String)
        /// Text in quotes behind the name of a type.
        case prefixed(String, String)
        case path(ParsedPath)
        case not(ParsedExpression)
        case negate(ParsedExpression)
        case binary(BinaryOperator, operatorOffset: Int, ParsedExpression, ParsedExpression)
        case isIn(operatorOffset: Int, ParsedExpression, [ParsedExpression])
        case isInCollection(operatorOffset: Int, ParsedExpression, ParsedExpression)
        case call(String, [Argument])
        case conditional([(ParsedExpression, ParsedExpression)])

        static func == (left: Self, right: Self) -> Bool { String(describing: left) == String(describing: right) }
    }

    /// An argument of a function, with its name if one was written.
    struct Argument: Equatable {
        let name: String?
        let value: ParsedExpression
    }

    let node: Node
    let offset: Int
    let length: Int
    /// Levels of operations below and including this one.
    let depth: Int
}

/// Names with slashes between them, and what may stand at the end of them.
struct ParsedPath: Equatable {
    enum Root: Equatable {
        /// `$it`.
        case record
        /// `$this`.
        case member
        case alias(String)
        /// The first segment decides: a variable or a property.
        case name
    }

    enum Tail: Equatable {
        case any(variable: String, ParsedExpression)
        case anyMember
        case all(variable: String, ParsedExpression)
        case count(filter: ParsedExpression?)
        case aggregate(ParsedExpression, method: String, place: Range<Int>)

        /// The expression inside, about the members.
        var content: ParsedExpression? {
            switch self {
            case .any(_, let content), .all(_, let content), .aggregate(let content, _, _): content
            case .count(let filter): filter
            case .anyMember: nil
            }
        }
    }

    struct Segment: Equatable {
        let name: String
        let offset: Int
        /// Arguments in parentheses stand behind it; the grammar has them, the language has not.
        var isFunction = false
    }

    let root: Root
    let rootOffset: Int
    var segments: [Segment]
    /// With the offset of its name.
    var tail: Tail?
    var tailOffset: Int
}

extension ParsedExpression {
    /// The expressions directly inside, from the left.
    var operands: [ParsedExpression] {
        switch node {
        case .literal, .offsetInstant, .string, .prefixed: []
        case .path(let path): path.tail?.content.map { [$0] } ?? []
        case .not(let operand), .negate(let operand): [operand]
        case .binary(_, _, let left, let right), .isInCollection(_, let left, let right): [left, right]
        case .isIn(_, let operand, let list): [operand] + list
        case .call(_, let arguments): arguments.map(\.value)
        case .conditional(let branches): branches.flatMap { [$0.0, $0.1] }
        }
    }

    var range: Range<Int> { offset..<offset + length }

    /// Whether a place lies inside the text that this was read from.
    func contains(_ place: Int) -> Bool { range.contains(place) }
}

extension ParsedExpression: CustomStringConvertible {
    /// The expression with every operation in parentheses.
    var description: String {
        switch node {
        case .literal(let value, _): value.json
        case .offsetInstant(let instant): instant.description
        case .string(let text): "'\(text)'"
        case .prefixed(let name, let text): "\(name)'\(text)'"
        case .path(let path): path.segments.map(\.name).joined(separator: "/")
        case .not(let operand): "(not \(operand))"
        case .negate(let operand): "(-\(operand))"
        case .binary(let operation, _, let left, let right): "(\(left) \(operation.rawValue) \(right))"
        case .isIn(_, let operand, let list): "(\(operand) in (\(list.map(\.description).joined(separator: ","))))"
        case .isInCollection(_, let operand, let collection): "(\(operand) in \(collection))"
        case .call(let name, let arguments):
            "\(name)(\(arguments.map(\.value.description).joined(separator: ",")))"
        case .conditional(let branches):
            "case(\(branches.map { "\($0.0):\($0.1)" }.joined(separator: ",")))"
        }
    }
}
