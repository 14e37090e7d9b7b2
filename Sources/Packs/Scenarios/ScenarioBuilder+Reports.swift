// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Figures that reports are expected to have.
extension ScenarioBuilder {
    mutating func report(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let name = element["report"] else { return nil }
        diagnostics.require(
            .unknownReport, name, among: model.reports.keys.map(\.rawValue), at: element.range(of: "report"),
            "There is no report “\(name)”.")
        guard let report = model.reports[ReportName(name)] else { return nil }
        let measures = element.words("measures").filter { word in
            // Other kinds have columns of their own, which are known when the report is there.
            guard report.kind == .table else { return true }
            return diagnostics.require(
                .badReport, word.value, among: report.measures.map(\.name), at: word.range,
                "The report has no measure “\(word.value)”.")
        }
        _ = expression("filter", of: element, as: .boolean, on: report.entity)
        let rows = element.children("row").compactMap { row($0, report, measures.count) }
        let subtotals = element.children("subtotal").compactMap { subtotal($0, report, measures.count) }
        let totals = element.children("total").compactMap { figures($0, measures.count) }
        if rows.isEmpty, subtotals.isEmpty, totals.isEmpty, !element.isTrue("partial") || element.children.isEmpty {
            refuse(
                "No figures are expected.", at: element.range,
                hint: "Add <row group=\"…\" values=\"…\"/> for every group, or <total values=\"…\"/>.")
        }
        guard let actor else { return nil }
        return .report(
            ScenarioReport(
                report: report.name, actor: actor, filter: element["filter"], measures: measures.map(\.value),
                rows: rows, subtotals: subtotals, total: totals.first,
                isPartial: element.isTrue("partial") || rows.isEmpty))
    }

    private mutating func row(_ element: PackElement, _ report: Report, _ count: Int) -> ScenarioReport.Row? {
        let cells = element["group"].map(Self.cells) ?? []
        guard cells.count == report.dimensions.count || report.kind != .table else {
            let names = report.dimensions.map(\.name).joined(separator: " | ")
            refuse(
                "A group of the report has \(report.dimensions.count) parts, and here are \(cells.count).",
                at: element.range(of: "group"),
                hint: names.isEmpty ? "Remove the attribute." : "Write \(names), with | between them.")
            return nil
        }
        return row(element, cells, count)
    }

    private mutating func subtotal(
        _ element: PackElement, _ report: Report, _ count: Int
    ) -> ScenarioReport.Row? {
        let cells = element["group"].map(Self.cells) ?? []
        guard report.kind == .table || report.kind == .ageing, (1..<max(report.dimensions.count, 1)) ~= cells.count
        else {
            refuse(
                "The report has no subtotal of \(cells.count) parts.", at: element.range(of: "group"),
                hint: "Tables have subtotals of their first dimensions, but not of all.")
            return nil
        }
        return row(element, cells, count)
    }

    private mutating func row(_ element: PackElement, _ cells: [String], _ count: Int) -> ScenarioReport.Row? {
        let groups = cells.map { group($0, at: element.range(of: "group")) }
        guard let row = figures(element, count) else { return nil }
        return ScenarioReport.Row(groups: groups, figures: row.figures, range: element.range)
    }

    private mutating func group(_ cell: String, at range: SourceRange) -> ScenarioReport.Group {
        guard !cell.isEmpty else { return .none }
        guard cell.hasPrefix("@") else { return .text(cell) }
        let name = String(cell.dropFirst())
        diagnostics.require(
            .unknownScenarioRecord, name, among: scope.records.keys.sorted(), at: range,
            "Nothing was named “\(name)” up to here.")
        return scope.records[name].map { .record(ScenarioAlias(name: name, entity: $0)) } ?? .text(cell)
    }

    private mutating func figures(_ element: PackElement, _ count: Int) -> ScenarioReport.Row? {
        guard let text = element["values"] else { return nil }
        let cells = count == 0 ? [] : Self.cells(text)
        guard cells.count == count else {
            refuse(
                "\(count) measures are named, and here are \(cells.count) values.", at: element.range(of: "values"),
                hint: "Write a value for each of “measures”, with | between them.")
            return nil
        }
        let figures = cells.compactMap { figure($0, at: element.range(of: "values")) }
        return figures.count == count
            ? ScenarioReport.Row(groups: [], figures: figures, range: element.range) : nil
    }

    mutating func figure(_ text: String, at range: SourceRange) -> ScenarioReport.Figure? {
        if let figure = ScenarioReport.Figure(written: text) { return figure }
        if let literal = try? compiler.compile(text, as: nil, on: "User", in: scope),
            case .literal(let value, _) = literal.root
        {
            return .exact(value)
        }
        refuse(
            "“\(text)” is no figure.", at: range,
            hint: "Write such as 12, 9800.00, 80%, ~68.2%, P1DT2H, 2026-01-31 or 'A', or nothing.")
        return nil
    }

    private static func cells(_ text: String) -> [String] {
        text.split(separator: "|", omittingEmptySubsequences: false).map { cell in
            let tail = cell.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
            return String(tail.reversed())
        }
    }
}

extension ScenarioReport.Figure {
    /// Nil if the text is no figure.
    init?(written text: String) {
        if text.isEmpty {
            self = .none
        } else if text.hasPrefix("~") {
            guard let number = Self.number(text.dropFirst()) else { return nil }
            self = .rounded(number, digits: number.scale)
        } else if let number = Self.number(text[...]) {
            self = .exact(.decimal(number))
        } else if let date = CalendarDate(text) {
            self = .exact(.date(date))
        } else if let span = TimeSpan(text) {
            self = .exact(.duration(span))
        } else {
            return nil
        }
    }

    /// A number, or a share in percent.
    private static func number(_ text: Substring) -> FixedDecimal? {
        guard text.hasSuffix("%") else { return FixedDecimal(text) }
        guard let number = FixedDecimal(text.dropLast()), number.scale <= 36 else { return nil }
        return FixedDecimal(units: number.units, scale: number.scale + 2)
    }
}
