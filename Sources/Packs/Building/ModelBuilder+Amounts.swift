// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

// Which figures are amounts of money: those that are made of the fields of one currency, and of nothing that takes it away.
extension ModelBuilder {
    /// The amount that a figure of records or of other figures is; nil if it is none.
    ///
    /// - Parameter figures: The formats of the figures that it may name.
    func amount(_ kind: Measure.Kind, _ figures: [FieldName: FigureFormat]) -> FigureFormat.Amount? {
        let known = AmountScope(draft: draft, figures: figures)
        switch kind {
        case .aggregate(.countDistinct, _), .count, .ratio: return nil
        case .aggregate(let method, let value):
            return known.currency(of: value.root).map { .init(currency: $0, isTotal: method == .sum) }
        case .percentile(_, let value):
            return known.currency(of: value.root).map { .init(currency: $0, isTotal: false) }
        case .computed(let expression):
            let isTotal = known.addsTotals(expression.root)
            return known.currency(of: expression.root).map { .init(currency: $0, isTotal: isTotal) }
        }
    }

    /// A format with the amount that the figure is, unless it is read in another unit.
    func format(
        _ format: FigureFormat, of kind: Measure.Kind, naming figures: [FieldName: FigureFormat]
    ) -> FigureFormat {
        guard format.unit == nil else { return format }
        return FigureFormat(unit: nil, digits: format.digits, amount: amount(kind, figures))
    }
}

/// What fields and figures are amounts of.
private struct AmountScope {
    /// What a part of an expression is.
    private enum Dimension: Equatable {
        /// A constant: it takes the dimension of what stands beside it.
        case any
        case plain
        case money(String)
    }

    let draft: ModelDraft
    let figures: [FieldName: FigureFormat]

    func currency(of node: TypedNode) -> String? {
        if case .money(let code) = dimension(of: node) { code } else { nil }
    }

    /// Whether a figure adds and takes away totals, and divides nothing.
    func addsTotals(_ node: TypedNode) -> Bool {
        switch node {
        case .literal: true
        case .path(let path): format(path)?.amount?.isTotal ?? false
        case .negate(let operand), .cast(let operand, _): addsTotals(operand)
        case .binary(.add, let left, let right, _, _), .binary(.subtract, let left, let right, _, _):
            addsTotals(left) && addsTotals(right)
        case .conditional(let branches, _): branches.allSatisfy { addsTotals($0.value) }
        default: false
        }
    }

    private func dimension(of node: TypedNode) -> Dimension {
        switch node {
        case .literal: .any
        case .path(let path): dimension(of: path)
        case .negate(let operand), .cast(let operand, _): dimension(of: operand)
        case .binary(let operation, let left, let right, _, _):
            dimension(operation, dimension(of: left), dimension(of: right))
        case .conditional(let branches, _):
            branches.map { dimension(of: $0.value) }.reduce(.any, together)
        // Whatever rounds a value, or asks what it was, leaves it an amount.
        case .call(let name, let arguments, _) where Self.keeping.contains(name.rawValue):
            arguments.first.map(dimension) ?? .plain
        case .aggregate(_, let value, let method, _) where method != .countDistinct: dimension(of: value)
        default: .plain
        }
    }

    private static let keeping: Set<String> = ["round", "floor", "ceiling", "asof", "previous"]

    private func dimension(_ operation: BinaryOperator, _ left: Dimension, _ right: Dimension) -> Dimension {
        switch (operation, left, right) {
        case (.add, _, _), (.subtract, _, _): together(left, right)
        case (.multiply, .money, .any), (.multiply, .money, .plain), (.divide, .money, .any),
            (.divide, .money, .plain), (.divideExactly, .money, .any), (.divideExactly, .money, .plain),
            (.remainder, .money, _):
            left
        case (.multiply, .any, .money), (.multiply, .plain, .money): right
        case (_, .any, .any): .any
        default: .plain
        }
    }

    private func together(_ left: Dimension, _ right: Dimension) -> Dimension {
        if left == .any || left == right { return right }
        return right == .any ? left : .plain
    }

    private func dimension(of path: TypedPath) -> Dimension {
        guard let last = path.segments.last else { return .any }
        if last.entity == FigureScope.owner {
            return format(path)?.amount.map { .money($0.currency) } ?? .plain
        }
        guard let field = draft.entities[last.entity]?.fields[last.name], field.type.widget == .money else {
            return .plain
        }
        return .money(field.element["currency"] ?? "CNY")
    }

    private func format(_ path: TypedPath) -> FigureFormat? {
        path.segments.last.flatMap { $0.entity == FigureScope.owner ? figures[$0.name] : nil }
    }
}
