// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import NIOCore
import Services
import Values

extension WebUI {
    func addReportRoutes(to router: Router<PageContext>) {
        router.get(
            "/report/:name",
            use: page { visit in
                let name = ReportName(visit.parameters.get("name") ?? "")
                let result = try await workspace.report(name, filter: visit.query["filter"], visit.invocation)
                var content = ReportView(result, visit).content
                content["title"] = result.report.label[visit.language]
                if visit.invocation.may(.export) {
                    let filter = visit.query["filter"].map { "?filter=" + encodedForQuery($0) } ?? ""
                    content["files"] = ReportFileFormat.allCases.map {
                        [
                            "label": $0.rawValue.uppercased(),
                            "link": "/report/\(name.rawValue)/\($0.rawValue)" + filter,
                        ]
                    }
                }
                return visit.page("report", title: result.report.label[visit.language], content)
            })
        router.get("/report/:name/:format", use: page(reportFile))
    }

    @Sendable private func reportFile(_ visit: Visit) async throws -> Response {
        let name = ReportName(visit.parameters.get("name") ?? "")
        guard let format = ReportFileFormat(rawValue: visit.parameters.get("format") ?? "") else {
            throw ServiceError.unknownName(kind: "report", name: name.rawValue)
        }
        guard visit.invocation.may(.export) else { throw ServiceError.forbidden(visit.word("noExport")) }
        let file = try await workspace.reportFile(name, format, filter: visit.query["filter"], visit.invocation)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition: "attachment; filename=\"\(name.rawValue).\(format.rawValue)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
    }
}
