// SPDX-License-Identifier: Apache-2.0
import DomainModel
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
        body.writeName("value")
        body.writeJSONArray(result.rows) { write($1, result.report, to: &$0) }
        body.writeName("totals")
        body.writeStaticString("{")
        for (index, measure) in result.report.measures.enumerated() where index < result.totals.count {
            body.writeName(measure.name, isFirst: index == 0)
            body.writeJSON(result.totals[index])
        }
        body.writeStaticString("}}")
        return .json(body)
    }

    private func describe(_ report: Report, to body: inout ByteBuffer) {
        body.writeName("name", isFirst: true)
        body.writeJSON(report.name.rawValue)
        body.writeName("label")
        body.writeJSON(report.label[invocation.language])
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

    private func write(_ row: ReportResult.Row, _ report: Report, to body: inout ByteBuffer) {
        body.writeStaticString("{")
        let names = report.dimensions.map(\.name) + report.measures.map(\.name)
        for (index, (name, value)) in zip(names, row.groups + row.measures).enumerated() {
            body.writeName(name, isFirst: index == 0)
            body.writeJSON(value)
        }
        body.writeName("@crm.labels", isFirst: names.isEmpty)
        body.writeJSONArray(row.groupLabels) { $0.writeJSON($1) }
        body.writeName("@crm.filter")
        body.writeJSON(row.filter)
        body.writeStaticString("}")
    }
}
