// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Storage
public import Values

// The door to reports.
extension Workspace {
    /// The reports of which the asker's roles show what they are made of, so that asking for one is answered with figures.
    public func readableReports(_ invocation: Invocation) -> [Report] {
        let permissions = Request(self, invocation).permissions
        return invocation.environment.model.reports.values.filter(permissions.allow)
    }

    /// The groups of a report with their numbers, as far as the asker may see the records behind them.
    public func report(_ name: ReportName, filter: String? = nil, _ invocation: Invocation) async throws -> ReportResult
    {
        let plan = try ReportPlan(name, filter, Request(self, invocation))
        // What writes keep up to date is read at once; what is added up now must not hold up short requests.
        if plan.isStanding { return try store.read(invocation.environment, within: .question) { try plan.result($0) } }
        return try await store.readAside(invocation.environment, within: .question) { try plan.result($0) }
    }
}
