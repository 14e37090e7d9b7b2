// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What people of the demonstration ask others to approve.
extension ModelBuilder {
    mutating func demoRequests(
        _ users: [DemoUser], _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) -> [DemoRequest] {
        definitions("demo-ask").compactMap { demoRequest($0.element, users, pipelines) }
    }

    private mutating func demoRequest(
        _ element: PackElement, _ users: [DemoUser], _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) -> DemoRequest? {
        let around = AutomationSurroundings(
            pipelines: pipelines, calendars: [:], clocks: [:], structures: GuardedStructures(), roles: [])
        guard let entity = entity("entity", of: element) else { return nil }
        let condition = expression("where", of: element, as: .boolean, on: entity)
        let moment = expression("at", of: element, as: .instant, on: entity)
        let names = Dictionary(users.map { ($0.name, ValueType.entity("User")) }) { first, _ in first }
        let scope = AliasedScope(base: DraftScope(draft: draft), added: names)
        let assignments = element.children("set").compactMap { generatedAssignment($0, entity, scope) }
        let answers = element.children.compactMap { child -> DemoRequest.Answer? in
            guard child.name == "approve" || child.name == "reject" else { return nil }
            let moment = expression("at", of: child, as: .instant, on: entity)
            return demoPerson(child, users).map {
                .init(
                    kind: child.name == "approve" ? .approved : .rejected, person: $0, moment: moment,
                    note: child["note"])
            }
        }
        guard let condition, let person = demoPerson(element, users),
            let (pipeline, stage) = destination(element, entity, around), let stage
        else { return nil }
        return DemoRequest(
            entity: entity, condition: condition, pipeline: pipeline, stage: stage, person: person, moment: moment,
            assignments: assignments, reason: element["reason"], answers: answers, range: element.range)
    }

    private mutating func demoPerson(_ element: PackElement, _ users: [DemoUser]) -> String? {
        guard let name = element["as"] else { return nil }
        return require(
            .unknownDemoUser, name, among: users.map(\.name), at: element.range(of: "as"),
            "There is no <demo-user> “\(name)”.") ? name : nil
    }
}
