// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// Reports: which there are, and their groups.
extension Call {
    /// `GET /reports`
    func reports() -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{\"value\":")
        let readable = invocation.model.reports.values.filter {
            workspace.access($0.entity, invocation).read != .none
        }
        body.writeJSONArray(readable) { body, report in
            body.writeStaticString("{")
            describe(report, to: &body)
            body.writeName("url")
            body.writeJSON("\(root)reports/\(percentEncoded(report.name.rawValue))")
            body.writeStaticString("}")
        }
        body.writeStaticString("}")
        return .json(body)
    }

    /// `GET /reports/name`
    func report(_ name: ReportName) async throws -> APIAnswer {
        let result = try await workspace.report(name, filter: options["filter"], invocation)
        var body = ByteBuffer()
        body.writeStaticString("{")
        describe(result.report, to: &body)
        body.writeName("columns")
        body.writeJSONArray(result.columns) { write($1, to: &$0) }
        body.writeName("value")
        body.writeJSONArray(result.rows) { write($1, result, to: &$0) }
        body.writeName("subtotals")
        body.writeJSONArray(result.subtotals) { write($1, result, to: &$0) }
        body.writeName("totals")
        body.writeStaticString("{")
        for (index, (column, figure)) in zip(result.columns, result.total.figures).enumerated() {
            body.writeName(column.name, isFirst: index == 0)
            body.writeJSON(figure)
        }
        body.writeStaticString("}")
        body.writeName("@crm.cut")
        body.writeStaticString(result.isCut ? "true}" : "false}")
        return .json(body)
    }

    /// `GET /reports/name/csv`, `GET /reports/name/xlsx`
    func reportFile(_ name: ReportName, _ format: ReportFileFormat) async throws -> APIAnswer {
        let file = try await workspace.reportFile(name, format, filter: options["filter"], invocation)
        return APIAnswer(
            status: .ok,
            headers: [
                .contentType: format.mediaType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name.rawValue).\(format.rawValue)\"",
            ], body: ByteBuffer(bytes: file))
    }

    private func describe(_ report: Report, to body: inout ByteBuffer) {
        body.writeName("name", isFirst: true)
        body.writeJSON(report.name.rawValue)
        body.writeName("label")
        body.writeJSON(report.label[invocation.language])
        body.writeName("kind")
        body.writeJSON(report.kind.word)
        body.writeName("entity")
        body.writeJSON(report.entity.rawValue)
        body.writeName("dimensions")
        body.writeJSONArray(report.dimensions) { column($1.name, $1.label, to: &$0) }
        body.writeName("measures")
        body.writeJSONArray(report.measures) { column($1.name, $1.label, to: &$0) }
    }

    private func column(_ name: String, _ label: Label, to body: inout ByteBuffer) {
        body.writeStaticString("{\"name\":")
        body.writeJSON(name)
        body.writeName("label")
        body.writeJSON(label[invocation.language])
        body.writeStaticString("}")
    }

    private func write(_ column: ReportColumn, to body: inout ByteBuffer) {
        body.writeStaticString("{\"name\":")
        body.writeJSON(column.name)
        body.writeName("label")
        body.writeJSON(column.label[invocation.language])
        body.writeName("unit")
        body.writeJSON(column.format.unit.map { Value.text($0.rawValue) } ?? .null)
        body.writeStaticString("}")
    }

    private func write(_ row: ReportResult.Row, _ result: ReportResult, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        let names = result.headings.prefix(row.groups.count).map(\.name) + result.columns.map(\.name)
        for (index, (name, value)) in zip(names, row.groups + row.figures).enumerated() {
            body.writeName(name, isFirst: index == 0)
            body.writeJSON(value)
        }
        body.writeName("@crm.labels", isFirst: names.isEmpty)
        body.writeJSONArray(row.groupLabels) { $0.writeJSON($1) }
        body.writeName("@crm.filter")
        body.writeJSON(row.filter.map(Value.text) ?? .null)
        body.writeName("@crm.filters")
        body.writeStaticString("{")
        for (index, (column, filter)) in zip(result.columns, row.filters).enumerated() {
            body.writeName(column.name, isFirst: index == 0)
            body.writeJSON(filter.map(Value.text) ?? .null)
        }
        body.writeStaticString("}}")
    }
}
