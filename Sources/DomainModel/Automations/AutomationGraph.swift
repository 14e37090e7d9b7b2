// SPDX-License-Identifier: Apache-2.0
import Expressions
public import OrderedCollections
public import Values

/// Which automations can set off which others by what they do.
public struct AutomationGraph: Sendable {
    /// By the automation that acts.
    public let followers: OrderedDictionary<AutomationName, [AutomationName]>

    /// - Parameters:
    ///   - automations: Of one edition.
    ///   - stageFields: The field that holds the stage of each pipeline.
    ///   - readers: The computed fields of the same entity that read a field, directly or through others.
    public init(
        _ automations: OrderedDictionary<AutomationName, Automation>, stageFields: [PipelineName: FieldName],
        readers: (EntityName, FieldName) -> Set<FieldName>
    ) {
        var followers: OrderedDictionary<AutomationName, [AutomationName]> = [:]
        for automation in automations.values {
            followers[automation.name] = automations.values.filter { other in
                automation.actions.flatMap { Deed.all($0, of: automation.entity, stageFields) }.contains { deed in
                    deed.entity == other.entity
                        && other.triggers.contains { deed.setsOff($0) { readers(deed.entity, $0) } }
                }
            }.map(\.name)
        }
        self.followers = followers
    }

    /// The circles in which automations set each other off, each once, beginning with the first declared.
    public var cycles: [[AutomationName]] {
        var cycles: [[AutomationName]] = []
        var seen: Set<Set<AutomationName>> = []
        for start in followers.keys {
            guard let cycle = way(from: start, back: start), seen.insert(Set(cycle)).inserted else { continue }
            cycles.append(cycle)
        }
        return cycles
    }

    /// The shortest way from an automation back to another.
    private func way(from start: AutomationName, back target: AutomationName) -> [AutomationName]? {
        var waiting = [[start]]
        var reached: Set<AutomationName> = []
        var position = 0
        while position < waiting.count {
            let path = waiting[position]
            position += 1
            for next in path.last.flatMap({ followers[$0] }) ?? [] {
                if next == target { return path }
                if reached.insert(next).inserted { waiting.append(path + [next]) }
            }
        }
        return nil
    }
}

/// What an action does to records, as far as triggers see it.
private struct Deed {
    enum Kind {
        case creation
        case change(FieldName)
        case move(PipelineName, StageName, FieldName?)
    }

    let entity: EntityName
    let kind: Kind

    /// What an action does, and what is done to each record that it goes through.
    static func all(
        _ action: Automation.Action, of entity: EntityName, _ stageFields: [PipelineName: FieldName]
    ) -> [Deed] {
        switch action {
        case .set(let assignment): [Deed(entity: entity, kind: .change(assignment.field))]
        case .assign(let allotment): [Deed(entity: entity, kind: .change(allotment.field))]
        case .create(let other, _, _): [Deed(entity: other, kind: .creation)]
        case .move(let pipeline, let stage, _):
            [Deed(entity: entity, kind: .move(pipeline, stage, stageFields[pipeline]))]
        // People answer an approval, and what a plugin writes begins anew behind its call.
        case .notify, .ask, .call: []
        case .forEach(let scope, let actions): actions.flatMap { all($0, of: scope.entity, stageFields) }
        }
    }

    func setsOff(_ trigger: Automation.Trigger, _ readers: (FieldName) -> Set<FieldName>) -> Bool {
        switch (kind, trigger) {
        case (.creation, .create): true
        case (.change(let field), .change(let fields)):
            fields.isEmpty || !readers(field).union([field]).isDisjoint(with: fields)
        case (.move(_, _, let field), .change(let fields)):
            fields.isEmpty || field.map { !readers($0).union([$0]).isDisjoint(with: fields) } ?? false
        case (.move(let pipeline, let stage, _), .move(let other, let to)):
            pipeline == other && (to == nil || to == stage)
        default: false
        }
    }
}
