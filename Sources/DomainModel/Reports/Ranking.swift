// SPDX-License-Identifier: Apache-2.0
public import Expressions

/// Groups in the order of a figure, with their share of the whole and the class that it puts them in.
public struct Pareto: Sendable, Hashable {
    /// The measure that they are ranked by, the greatest first.
    public let measure: String
    /// Where each class but the last ends, in percent of the whole: with 80 and 95 the groups that make the first 80
    /// percent are A, those that make the next 15 are B.
    public let bounds: [Int]

    public init(measure: String, bounds: [Int]) {
        self.measure = measure
        self.bounds = bounds
    }

    /// The class of a group, from the share of the whole that those before it have: A, B, ….
    public func className(behind percent: Double) -> String {
        let index = bounds.firstIndex { percent < Double($0) } ?? bounds.count
        return String(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(min(index, 25)))))
    }
}

/// Records cut into parts of about the same number by the order of their values; equal values are never parted. Records
/// without one of the values do not count.
public struct Ranking: Sendable, Hashable {
    /// What records are ordered by.
    public struct Axis: Sendable, Hashable {
        public let name: String
        public let label: Label
        public let expression: TypedExpression

        public init(name: String, label: Label, expression: TypedExpression) {
            self.name = name
            self.label = label
            self.expression = expression
        }
    }

    public let axes: [Axis]
    /// How many parts each axis has.
    public let parts: Int
    /// Whether the first part has the greatest values; otherwise the last one has.
    public let isGreatestFirst: Bool

    public init(axes: [Axis], parts: Int, isGreatestFirst: Bool) {
        self.axes = axes
        self.parts = parts
        self.isGreatestFirst = isGreatestFirst
    }
}

/// Moments by the time of their local day, and by the day of the week if that is wanted.
public struct Interval: Sendable, Hashable {
    /// A moment.
    public let expression: TypedExpression
    /// The length of a slot: 15, 30 or 60 minutes.
    public let minutes: Int
    public let hasWeekdays: Bool

    public init(expression: TypedExpression, minutes: Int, hasWeekdays: Bool) {
        self.expression = expression
        self.minutes = minutes
        self.hasWeekdays = hasWeekdays
    }
}
