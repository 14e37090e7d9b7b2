// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The ways between the stages of a pipeline.
extension ModelBuilder {
    mutating func transitions(
        _ pipeline: PackElement, _ entity: EntityName, _ stages: [Stage], _ roles: [String]
    ) -> [Transition] {
        var transitions: [Transition] = []
        var seen: [String: SourceRange] = [:]
        for element in pipeline.children("transition") {
            let to = element.words("to").compactMap { stage($0, stages) }.first
            let takers = element.words("roles").filter { word in
                require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
            }
            var departures: [StageName] = []
            if let to { departures = origins(of: element, to: to, stages) }
            let requirements = StageRequirements(
                fields: fields("requires", of: element, in: entity), guards: guards("guard", of: element, entity),
                needs: needs(element, entity).map(\.need))
            let assignments = assignments(element, entity)
            let reason = reasonRule(element, entity)
            let approvals = self.approvals(element, of: pipeline, entity, roles)
            guard let to, !departures.isEmpty else { continue }
            transitions.append(
                Transition(
                    from: unseen(departures, to: to, element, &seen), to: to, label: element.ownLabel,
                    roles: takers.map { RoleName($0.value) }, requirements: requirements, assignments: assignments,
                    reason: reason, approvals: approvals, range: element.range))
        }
        return transitions
    }

    /// The stages that a transition leads out of; `*` means every other from which a way may lead there.
    private mutating func origins(of element: PackElement, to: StageName, _ stages: [Stage]) -> [StageName] {
        func isBarred(_ origin: StageName) -> Bool {
            stages.contains { $0.name == origin && $0.isIrreversible }
                && MoveDirection(from: origin, to: to, in: stages) == .back
        }
        if element["from"] == "*" { return stages.map(\.name).filter { $0 != to && !isBarred($0) } }
        return element.words("from").compactMap { word in
            guard let origin = stage(word, stages) else { return nil }
            guard isBarred(origin) else { return origin }
            diagnostics.append(
                .badStage, "No way leads back out of “\(origin)”, which is irreversible.", at: word.range,
                hint: "Remove “\(origin)” here, or irreversible=\"true\" at the stage.")
            return nil
        }
    }

    /// The stages from which no way leads there yet; a finding for each that was named twice.
    private mutating func unseen(
        _ origins: [StageName], to: StageName, _ element: PackElement, _ seen: inout [String: SourceRange]
    ) -> [StageName] {
        var kept: [StageName] = []
        for origin in origins {
            guard let first = seen["\(origin) \(to)"] else {
                seen["\(origin) \(to)"] = element.range
                kept.append(origin)
                continue
            }
            guard element["from"] != "*" else { continue }
            diagnostics.append(
                .duplicateTransition, "The way from \(origin) to \(to) is declared twice.", at: element.range,
                hint: "Keep one of them.", notes: [Diagnostic.Note("It is declared here first.", at: first)])
        }
        return kept
    }

    private mutating func stage(_ word: Located<String>, _ stages: [Stage]) -> StageName? {
        require(
            .unknownStage, word.value, among: stages.map(\.name.rawValue), at: word.range,
            "The pipeline has no stage “\(word.value)”.") ? StageName(word.value) : nil
    }

    /// What a move writes besides the stage.
    private mutating func assignments(_ element: PackElement, _ entity: EntityName) -> [Automation.Assignment] {
        element.children("set").compactMap { child in
            guard let value = child.value(of: "field"),
                let name = field(value.text, in: entity, at: value.range)
            else { return nil }
            guard isWritable(name, of: entity) else {
                diagnostics.append(
                    .badStage, "“\(name)” cannot be written by a move.", at: value.range,
                    hint: "Name a field that people write.")
                return nil
            }
            let type = draft.entities[entity]?.fields[name]?.valueType
            return expression("value", of: child, as: type, on: entity)
                .map { Automation.Assignment(field: name, value: $0) }
        }
    }

    private mutating func reasonRule(_ element: PackElement, _ entity: EntityName) -> ReasonRule {
        guard let name = element["reasons"] else {
            if element["reason-field"] != nil {
                diagnostics.append(
                    .badStage, "There are no reasons for the field to hold.", at: element.range(of: "reason-field"),
                    hint: "Add reasons=\"…\" with the name of a shared choice.")
            }
            return element.isTrue("reason") ? .words : .none
        }
        let lists = definitions("choice").map(\.element)
        guard let list = lists.first(where: { $0["id"] == name }) else {
            require(
                .unknownChoice, name, among: lists.compactMap { $0["id"] }, at: element.range(of: "reasons"),
                "There is no choice “\(name)”.")
            return .words
        }
        let field = engineField(
            "reason-field", of: element, in: entity, as: .choice(ChoiceName(name)),
            "Name a choice with options=\"\(name)\".")
        return .oneOf(ChoiceName(name), options(of: list, isChecked: false), field: field)
    }
}
