// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Asking for approvals, and answering.
extension ScenarioBuilder {
    /// The approval that an element names, or the only one of its record's entity.
    mutating func approval(_ element: PackElement) -> ScenarioApproval? {
        guard let record = record(of: element) else { return nil }
        var own = model.pipelines.values.filter { $0.entity == record.entity && $0.hasApprovals }
        if let name = element["pipeline"] {
            let isKnown = diagnostics.require(
                .unknownPipeline, name, among: own.map(\.name.rawValue), at: element.range(of: "pipeline"),
                "\(record.entity) has no pipeline “\(name)” with approvals.")
            guard isKnown else { return nil }
            own = own.filter { $0.name.rawValue == name }
        }
        var found = own.flatMap { pipeline in pipeline.approvals.map { (pipeline: pipeline.name, name: $0.name) } }
        if let name = element["approval"] {
            let isKnown = diagnostics.require(
                .badApproval, name, among: found.map(\.name), at: element.range(of: "approval"),
                "\(record.entity) has no approval “\(name)”.")
            guard isKnown else { return nil }
            found = found.filter { $0.name == name }
        }
        guard let only = found.first, found.count == 1 else {
            let names = found.map { "\($0.pipeline): \($0.name)" }
            refuse(
                found.isEmpty ? "\(record.entity) has no approval." : "Several approvals can be meant.",
                at: element.range,
                hint: found.isEmpty ? nil : "Name one of \(all: names) with “approval” and “pipeline”.")
            return nil
        }
        return ScenarioApproval(
            record: record, pipeline: only.pipeline, approval: only.name, note: element["note"])
    }

    mutating func substitution(_ element: PackElement) -> ScenarioDeed.Kind? {
        let (from, until) = (date("from", of: element), date("until", of: element))
        guard let person = person("person", of: element), let from, let until else { return nil }
        return .substitute(person: person, from: from, until: until)
    }

    mutating func waiting(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        let known = Set(model.pipelines.values.flatMap { $0.approvals.map(\.name) })
        for word in element.words("approvals") {
            diagnostics.require(
                .badApproval, word.value, among: known.sorted(), at: word.range,
                "There is no approval “\(word.value)”.")
        }
        guard let actor, let names = codes("approvals", of: element) else { return nil }
        return .waiting(actor, names)
    }

    mutating func approvalState(_ element: PackElement) -> ScenarioExpectation? {
        let status = element["status"]
        if let status {
            diagnostics.require(
                .badAttribute, status, among: PackGrammar.approvalStates, at: element.range(of: "status"),
                "“\(status)” is nothing that becomes of an approval.")
        }
        for word in element.words("asked") {
            diagnostics.require(
                .unknownScenarioRecord, word.value, among: persons.sorted(), at: word.range,
                "There is no person “\(word.value)” up to here.")
        }
        let asked = codes("asked", of: element)
        if status == nil, asked == nil {
            refuse(
                "Nothing is expected.", at: element.range, hint: "Write status=\"waiting\", or asked=\"…\", or both.")
        }
        guard let approval = approval(element) else { return nil }
        return .approval(ScenarioApprovalState(approval: approval, status: status, asked: asked))
    }
}
