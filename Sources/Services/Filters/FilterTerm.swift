// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Values

/// One simple condition on one field, as a control above a column states it.
public struct FilterTerm: Sendable, Hashable {
    public enum Condition: Sendable, Hashable {
        case contains(String)
        case equals(Value)
        /// The smallest value that is wanted; of a moment, its day.
        case from(Value)
        /// The largest value that is wanted; of a moment, its day.
        case to(Value)
    }

    public let field: FieldName
    public let condition: Condition

    public init(_ field: FieldName, _ condition: Condition) {
        self.field = field
        self.condition = condition
    }
}

extension Workspace {
    /// The terms that a filter is made of; nil if it says more than controls can.
    ///
    /// - Throws: ``ServiceError/expression(option:_:)`` if the text is wrong.
    public func filterTerms(_ text: String?, of entity: EntityName, _ invocation: Invocation) throws -> [FilterTerm]? {
        let request = Request(self, invocation)
        guard let condition = try request.condition(text, on: entity) else { return [] }
        let terms = conjuncts(of: condition.root).map { FilterTerm($0, request.calendar) }
        return terms.contains(nil) ? nil : terms.compactMap { $0 }
    }

    /// The filter that is true where all terms are; empty if there are none.
    public func filterText(_ terms: [FilterTerm], of entity: EntityName, _ invocation: Invocation) -> String {
        let request = Request(self, invocation)
        let fields = request.model.entities[entity]?.fields ?? [:]
        return terms.compactMap { term in fields[term.field].map { term.text($0, request.calendar) } }
            .joined(separator: " and ")
    }
}

private func conjuncts(of node: TypedNode) -> [TypedNode] {
    guard case .binary(.and, let left, let right, _, _) = node else { return [node] }
    return conjuncts(of: left) + conjuncts(of: right)
}

extension FilterTerm {
    /// Reads a term back; nil for anything that no control states.
    fileprivate init?(_ node: TypedNode, _ calendar: CalendarSettings) {
        switch node {
        case .call("contains", let arguments, _):
            guard arguments.count == 2, let field = ownField(arguments[0]),
                case .text(let text)? = literal(arguments[1])
            else { return nil }
            self.init(field, .contains(text))
        case .binary(let operation, let left, let right, _, _):
            guard let field = ownField(left), let value = literal(right), !value.isNull,
                let condition = Condition(operation, value, calendar)
            else { return nil }
            self.init(field, condition)
        default: return nil
        }
    }

    fileprivate func text(_ field: Field, _ calendar: CalendarSettings) -> String {
        switch condition {
        case .contains(let text): "contains(\(field.name),\(Value.text(text).literal))"
        case .equals(let value): "\(field.name) eq \(value.literal)"
        case .from(.date(let day)) where field.valueType == .instant:
            "\(field.name) ge \(Value.instant(calendar.startOfDay(day)).literal)"
        case .to(.date(let day)) where field.valueType == .instant:
            "\(field.name) lt \(Value.instant(calendar.startOfDay(day.adding(days: 1) ?? day)).literal)"
        case .from(let value): "\(field.name) ge \(value.literal)"
        case .to(let value): "\(field.name) le \(value.literal)"
        }
    }
}

extension FilterTerm.Condition {
    fileprivate init?(_ operation: BinaryOperator, _ value: Value, _ calendar: CalendarSettings) {
        switch (operation, value) {
        case (.equal, _): self = .equals(value)
        case (.greaterOrEqual, .instant(let instant)):
            guard let day = calendar.localDate(instant), calendar.startOfDay(day) == instant else { return nil }
            self = .from(.date(day))
        case (.less, .instant(let instant)):
            guard let day = calendar.localDate(instant), calendar.startOfDay(day) == instant,
                let last = day.adding(days: -1)
            else { return nil }
            self = .to(.date(last))
        case (.greaterOrEqual, _): self = .from(value)
        case (.lessOrEqual, _): self = .to(value)
        default: return nil
        }
    }
}

/// The field of the record itself that a node names; nil for anything else.
private func ownField(_ node: TypedNode) -> FieldName? {
    switch node {
    case .path(let path) where path.root == .record && path.segments.count == 1: path.segments.first?.name
    case .cast(let operand, _): ownField(operand)
    default: nil
    }
}

private func literal(_ node: TypedNode) -> Value? {
    switch node {
    case .literal(let value, _): value
    case .cast(let operand, _): literal(operand)
    default: nil
    }
}
