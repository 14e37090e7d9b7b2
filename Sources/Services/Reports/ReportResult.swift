// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// The groups of a report with their figures.
public struct ReportResult: Sendable {
    public struct Row: Sendable {
        /// The value of each dimension, of a subtotal of the first ones only; text such as `2024-05` for periods and
        /// `30..60` for bands.
        public let groups: [Value]
        /// The groups as a person reads them: labels of options, titles of records.
        public let groupLabels: [String]
        /// The figure of each column.
        public let figures: [Value]
        /// For each column a filter in the expression language that lists exactly the records that the figure is made
        /// of. Nil where the asker may not name what the report reads.
        public let filters: [String?]
        /// A filter that lists exactly the records of the group; nil like those of the columns.
        public let filter: String?

        public init(
            groups: [Value], groupLabels: [String], figures: [Value], filters: [String?], filter: String?
        ) {
            self.groups = groups
            self.groupLabels = groupLabels
            self.figures = figures
            self.filters = filters
            self.filter = filter
        }
    }

    /// What the groups are named by.
    public struct Heading: Sendable, Hashable {
        public let name: String
        public let label: Label

        public init(name: String, label: Label) {
            self.name = name
            self.label = label
        }
    }

    public let report: Report
    public let headings: [Heading]
    public let columns: [ReportColumn]
    public let rows: [Row]
    /// For each group of the first dimensions, but not of all, its figures: the outermost first, in the order of the rows.
    public let subtotals: [Row]
    /// The figures of all records together.
    public let total: Row
    /// There are more groups than a report shows.
    public let isCut: Bool

    public init(
        report: Report, headings: [Heading], columns: [ReportColumn], rows: [Row], subtotals: [Row], total: Row,
        isCut: Bool
    ) {
        self.report = report
        self.headings = headings
        self.columns = columns
        self.rows = rows
        self.subtotals = subtotals
        self.total = total
        self.isCut = isCut
    }

    /// Subtotals and rows as they stand in a table: each subtotal behind the rows of its group.
    public var lines: [Row] {
        guard !subtotals.isEmpty else { return rows }
        var lines: [Row] = []
        var waiting = Dictionary(grouping: subtotals, by: \.groups)
        for (index, row) in rows.enumerated() {
            lines.append(row)
            let next = index + 1 < rows.count ? rows[index + 1].groups : []
            for length in stride(from: row.groups.count - 1, to: 0, by: -1) {
                let group = Array(row.groups.prefix(length))
                guard Array(next.prefix(length)) != group else { break }
                lines += waiting.removeValue(forKey: group) ?? []
            }
        }
        return lines
    }
}

/// A column of figures.
public struct ReportColumn: Sendable {
    /// What a chart makes of a column.
    public enum Style: Sendable, Hashable {
        /// A number of records or things.
        case count
        case amount
        /// A part of a whole, or a change: it would lie flat on the axis of amounts.
        case share
        /// No number.
        case text
    }

    public let name: String
    public let label: Label
    public let format: FigureFormat
    public let style: Style
    /// The measure that the figures are of.
    public let measure: Measure?

    public init(name: String, label: Label, format: FigureFormat, style: Style, measure: Measure? = nil) {
        self.name = name
        self.label = label
        self.format = format
        self.style = style
        self.measure = measure
    }

    init(_ measure: Measure) {
        self.init(
            name: measure.name, label: measure.label, format: measure.format, style: Self.style(of: measure),
            measure: measure)
    }

    private static func style(of measure: Measure) -> Style {
        if measure.format.unit == .percent { return .share }
        switch measure.type {
        case .integer: return .count
        case .decimal, .double: return .amount
        case .duration: return measure.format.unit?.microseconds == nil ? .text : .amount
        default: return .text
        }
    }
}
