// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Hummingbird
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
                return visit.page("report", title: result.report.label[visit.language], content)
            })
    }
}
