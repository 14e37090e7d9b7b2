// SPDX-License-Identifier: Apache-2.0
import Expressions
public import Values

/// One condition on one field, which may be a record's own or one along its references.
public struct FilterRow: Sendable, Hashable {
    /// How a field is compared.
    public enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equals = "eq"
        /// True of empty fields as well.
        case differs = "ne"
        case more = "gt"
        case atLeast = "ge"
        case less = "lt"
        case atMost = "le"
        case has
        case contains
        case startsWith = "startswith"
        case endsWith = "endswith"
        case isOneOf = "in"
        /// In a named period, whose name is the first value and whose count may be the second.
        case within
        case isEmpty, isNotEmpty, isMe, isNotMe
    }

    /// The way along references; at least one name.
    public let path: [FieldName]
    public let comparison: Comparison
    /// None of those that only ask whether there is a value, and of those that ask about the user.
    public let values: [Value]

    public init(_ path: [FieldName], _ comparison: Comparison, _ values: [Value] = []) {
        self.path = path
        self.comparison = comparison
        self.values = values
    }

    /// The expression that says the same.
    public var text: String {
        let name = path.map(\.rawValue).joined(separator: "/")
        let literals = values.map(\.literal)
        let first = literals.first ?? "null"
        switch comparison {
        case .isEmpty: return "\(name) eq null"
        case .isNotEmpty: return "\(name) ne null"
        case .isMe: return "\(name) eq @me"
        case .isNotMe: return "\(name) ne @me"
        case .isOneOf: return "\(name) in (\(literals.joined(separator: ",")))"
        case .contains, .startsWith, .endsWith: return "\(comparison.rawValue)(\(name),\(first))"
        case .within:
            let count = literals.count > 1 ? ",n=\(literals[1])" : ""
            return "within(value=\(name),period=\(first)\(count))"
        case .equals, .differs, .more, .atLeast, .less, .atMost, .has:
            return "\(name) \(comparison.rawValue) \(first)"
        }
    }
}

extension FilterRow {
    /// Reads a row back; nil for anything that no row states.
    init?(_ node: TypedNode) {
        switch node {
        case .binary(let operation, let left, let right, _, _):
            guard let path = fieldPath(left), let comparison = Comparison(rawValue: operation.rawValue) else {
                return nil
            }
            self.init(path, comparison, right)
        case .isIn(let operand, let items):
            let values = items.compactMap(writtenValue)
            guard let path = fieldPath(operand), values.count == items.count, !values.contains(.null) else {
                return nil
            }
            self.init(path, .isOneOf, values)
        case .call(let name, let arguments, _):
            let values = arguments.dropFirst().compactMap(writtenValue)
            guard let comparison = Comparison(rawValue: name.rawValue), let first = arguments.first,
                [.contains, .startsWith, .endsWith, .within].contains(comparison), let path = fieldPath(first),
                values.count == arguments.count - 1, !values.isEmpty
            else { return nil }
            let given = comparison == .within ? values.filter { !$0.isNull } : values
            guard !given.contains(.null), !given.isEmpty else { return nil }
            self.init(path, comparison, given)
        default: return nil
        }
    }

    private init?(_ path: [FieldName], _ comparison: Comparison, _ right: TypedNode) {
        let isEquality = comparison == .equals || comparison == .differs
        if case .path(let other) = right, other.root == .alias("me"), other.segments.isEmpty, isEquality {
            self.init(path, comparison == .equals ? .isMe : .isNotMe)
        } else if let value = writtenValue(right) {
            guard value.isNull else {
                self.init(path, comparison, [value])
                return
            }
            guard isEquality else { return nil }
            self.init(path, comparison == .equals ? .isEmpty : .isNotEmpty)
        } else {
            return nil
        }
    }
}

/// The names along which a node reads a single value of the record; nil for anything else.
private func fieldPath(_ node: TypedNode) -> [FieldName]? {
    switch node {
    case .path(let path) where path.root == .record && !path.segments.isEmpty: path.segments.map(\.name)
    default: nil
    }
}

private func writtenValue(_ node: TypedNode) -> Value? {
    switch node {
    case .literal(let value, _): value
    case .cast(let operand, _): writtenValue(operand)
    default: nil
    }
}
