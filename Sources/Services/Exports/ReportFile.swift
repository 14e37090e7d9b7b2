// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
public import Values

/// A form in which a report is taken away.
public enum ReportFileFormat: String, Sendable, CaseIterable {
    case csv, xlsx

    /// The type of the contents.
    public var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }
}

extension Workspace {
    /// A report as a file: a line of headings, a line a group, subtotals behind their groups, and the total.
    ///
    /// The access log tells who took it.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` if none of the asker's roles may export.
    public func reportFile(
        _ name: ReportName, _ format: ReportFileFormat, filter: String? = nil, _ invocation: Invocation
    ) async throws -> [UInt8] {
        guard invocation.may(.export) else {
            throw ServiceError.forbidden("None of your roles may export records.")
        }
        guard let report = invocation.model.reports[name] else {
            throw ServiceError.unknownName(kind: "report", name: name.rawValue)
        }
        var wish = ExportWish(
            form: format.rawValue, columns: report.dimensions.map(\.name) + report.measures.map(\.name))
        wish.filter = filter
        return try await logging(wish, of: report.entity, report: name, invocation) { rows in
            let result = try await self.report(name, filter: filter, invocation)
            let settings = DisplaySettings(language: invocation.language, offset: clock.offset)
            let sheet = ReportSheet(result, invocation.model, settings)
            rows = Int64(result.lines.count)
            switch format {
            case .csv: return Array(("\u{FEFF}" + sheet.lines.map(csvLine).joined()).utf8)
            case .xlsx: return sheet.workbook.file
            }
        }
    }
}

/// The cells of a report.
private struct ReportSheet {
    private let result: ReportResult
    private let model: Model
    private let settings: DisplaySettings
    private let heads: [String]

    init(_ result: ReportResult, _ model: Model, _ settings: DisplaySettings) {
        self.result = result
        self.model = model
        self.settings = settings
        heads = result.headings.map { $0.label[settings.language] } + result.columns.map { $0.label[settings.language] }
    }

    private var rows: [ReportResult.Row] { result.lines + (result.headings.isEmpty ? [] : [result.total]) }

    /// Labels as people read them, figures as programs do.
    var lines: [[String]] {
        [heads] + rows.map { row in names(row) + row.figures.map(\.canonicalText) }
    }

    var workbook: Workbook {
        var workbook = Workbook(title: result.report.label[settings.language])
        workbook.add(heads.map(Workbook.Cell.text), isHeading: true)
        for row in rows {
            let groups = zip(names(row), row.groups.map(Optional.some) + Array(repeating: nil, count: heads.count))
                .map { name, group in group.flatMap(dated) ?? .text(name) }
            workbook.add(groups + zip(result.columns, row.figures).map(cell))
        }
        return workbook
    }

    private func names(_ row: ReportResult.Row) -> [String] {
        let missing = result.headings.count - row.groups.count
        let total = settings.language == .english ? "Total" : "合计"
        return row.groupLabels
            + (missing > 0 ? [total] + Array(repeating: "", count: missing - 1) : [])
    }

    /// Days and moments stay what they are.
    private func dated(_ value: Value) -> Workbook.Cell? {
        switch value {
        case .date(let date): return .date(date)
        case .instant(let instant):
            let shift = TimeSpan(microseconds: Int64(settings.offset(instant)) * 1_000_000)
            guard let local = instant.adding(shift), let date = local.date else { return nil }
            return .moment(date, microseconds: local.microseconds - Instant(date).microseconds)
        default: return nil
        }
    }

    private func cell(_ column: ReportColumn, _ value: Value) -> Workbook.Cell {
        if value.isNull { return .empty }
        if let dated = dated(value) { return dated }
        // A share is a number of which the program makes percent.
        let number = column.format.unit == .percent ? value.decimal : column.format.number(value)
        guard let number else { return .text(column.text(value, in: model, settings)) }
        return .number(number, format: numberFormat(column.format, value))
    }

    private func numberFormat(_ format: FigureFormat, _ value: Value) -> String {
        let isWhole = if case .integer = value { true } else { false }
        let digits = format.digits ?? (format.unit == .percent ? 1 : isWhole ? 0 : 2)
        let places = digits > 0 ? "." + String(repeating: "0", count: digits) : ""
        if format.unit == .percent { return "0\(places)%" }
        if let amount = format.amount {
            let shown = amount.isTotal && format.digits == nil ? "" : places
            return "\"\(amount.sign)\"#,##0\(shown)"
        }
        return "#,##0\(places)" + (format.unit.map { " \"\($0.label[settings.language])\"" } ?? "")
    }
}
