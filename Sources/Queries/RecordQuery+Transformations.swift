// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

extension RecordQuery {
    /// As many rows as there may be.
    public static let unlimited = Int(Int32.max)

    /// Narrows the query by a step that leaves records.
    ///
    /// What follows a cut chooses among its rows, so that the query so far becomes one of keys inside the new one.
    /// Groupings leave no records and change nothing here.
    public mutating func add(_ step: Transformation) {
        switch step {
        case .filter(let condition):
            nestIfCut()
            self.condition = TypedExpression.all([self.condition, condition].compactMap { $0 })
        case .search(let search):
            nestIfCut()
            findings.append(search)
        case .order(let terms):
            nestIfCut()
            order = terms
        case .skip(let number):
            skip += number
            if limit < Self.unlimited { limit = max(0, limit - number) }
        case .top(let number): limit = min(limit, number)
        case .compute, .group: break
        }
    }

    /// Makes the query so far, if it is cut, the set that the new one chooses among, in the same order.
    public mutating func nestIfCut() {
        guard skip > 0 || limit < Self.unlimited else { return }
        var inner = self
        inner.columns = []
        condition = nil
        search = nil
        findings = []
        (skip, limit) = (0, Self.unlimited)
        among = [inner]
    }
}

/// Figures over groups of records, and what further steps make of them.
public struct TransformedQuery: Sendable {
    /// The records that are grouped; its columns do not matter.
    public let source: RecordQuery
    /// The first is a grouping.
    public var steps: [Transformation]
    /// What each row holds, in this order.
    public var columns: [ResultColumn]
    /// The values of the order's terms, then of all columns, of the last row before the page; nil for the first page.
    public var after: [Value]?
    public var limit: Int

    public init(source: RecordQuery, steps: [Transformation], columns: [ResultColumn], limit: Int) {
        self.source = source
        self.steps = steps
        self.columns = columns
        self.limit = limit
    }

    /// The order of the rows at the end; all columns follow its terms.
    public var order: [OrderTerm] {
        var order: [OrderTerm] = []
        for step in steps {
            switch step {
            case .order(let terms): order = terms
            case .group: order = []
            default: break
            }
        }
        return order
    }
}
