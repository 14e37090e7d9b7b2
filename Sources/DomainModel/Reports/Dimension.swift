// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// What a report groups by.
public struct Dimension: Sendable, Hashable {
    /// The length of a group of days; local days for instants.
    public enum Period: String, Sendable, CaseIterable {
        case day, month, quarter, year
    }

    public let name: String
    public let label: Label
    public let expression: TypedExpression
    /// For dates and instants: groups are named `2024-05-15`, `2024-05`, `2024-Q2`, `2024`.
    public let period: Period?
    /// Groups are bands of values; nil for a group a value.
    public let bands: Bands?

    public init(name: String, label: Label, expression: TypedExpression, period: Period?, bands: Bands? = nil) {
        self.name = name
        self.label = label
        self.expression = expression
        self.period = period
        self.bands = bands
    }
}

/// Bands of values: below the first bound, from each bound to the next, and from the last bound on.
public struct Bands: Sendable, Hashable {
    /// In ascending order, at least one. Of the type that is grouped; for dates and instants whole numbers: the days
    /// that have passed since then.
    public let bounds: [Value]

    public init(bounds: [Value]) { self.bounds = bounds }

    /// The names of the bands, such as `..30`, `30..60`, `60..`: from a bound to the next, which is not included.
    public var names: [String] {
        let texts = bounds.map(\.canonicalText)
        return zip([""] + texts, texts + [""]).map { "\($0)..\($1)" }
    }
}
