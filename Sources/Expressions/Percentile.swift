// SPDX-License-Identifier: Apache-2.0
public import Values

/// A place in the order of the values of a group; records without a value do not count.
public enum Percentile: Sendable, Hashable {
    /// The value in the middle; between the two in the middle of an even number, where values can be added.
    case median
    /// The smallest value that so many percent of all, 1 to 99, do not exceed: one of the values themselves.
    case percent(Int)

    /// Reads `median` or, for 90 percent, `p90`.
    public init?(_ word: String) {
        if word == "median" {
            self = .median
        } else if word.first == "p", let percent = Int(word.dropFirst()), (1...99).contains(percent) {
            self = .percent(percent)
        } else {
            return nil
        }
    }

    /// As it is written.
    public var word: String {
        switch self {
        case .median: "median"
        case .percent(let percent): "p\(percent)"
        }
    }

    /// The type of the result over values of a type; nil if they have no order.
    public func result(of type: ValueType) -> ValueType? {
        guard let ordered = AggregateMethod.max.result(of: type) else { return nil }
        guard self == .median else { return ordered }
        return AggregateMethod.average.result(of: type) ?? ordered
    }
}

extension Percentile {
    /// The percentile of values of a type; null if all of them are null.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    /// - Complexity: O(n log n) in the number of values.
    public func value(of values: [Value], type: ValueType) throws -> Value {
        let ordered = values.filter { !$0.isNull }.sorted { compare($0, $1) == .before }
        guard !ordered.isEmpty else { return .null }
        switch self {
        case .percent(let percent):
            // The smallest rank that is not below the share, from 1.
            let rank = (ordered.count * percent + 99) / 100
            return ordered[max(rank, 1) - 1]
        case .median:
            let upper = ordered[ordered.count / 2]
            guard let mean = AggregateMethod.average.result(of: type) else {
                return ordered[(ordered.count - 1) / 2]
            }
            guard ordered.count.isMultiple(of: 2) else { return Evaluator.converted(upper, to: mean) }
            return try Evaluator.aggregated([ordered[ordered.count / 2 - 1], upper], .average, mean)
        }
    }
}
