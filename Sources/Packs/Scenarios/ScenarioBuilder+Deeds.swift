// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What somebody does.
extension ScenarioBuilder {
    mutating func deed(_ element: PackElement) -> ScenarioDeed? {
        let actor = actor(of: element)
        scope.hasActor = true
        defer { scope.hasActor = false }
        if let value = element.value(of: "refused"), value.words.isEmpty {
            refuse("Nothing is named that refuses it.", at: value.range, hint: "Remove the attribute if it succeeds.")
        }
        let refusal = codes("refused", of: element)
        let told = refusals(of: element, refusal)
        guard let kind = deedKind(element), let actor, element["as"] != nil else { return nil }
        return ScenarioDeed(actor: actor, kind: kind, refusal: refusal, told: told)
    }

    private mutating func deedKind(_ element: PackElement) -> ScenarioDeed.Kind? {
        switch element.name {
        case "create": creation(element)
        case "update":
            subject(element).map { .update($0, assignments(element, $1, reads: true)) }
        case "move": move(element).map(ScenarioDeed.Kind.move)
        case "delete": record(of: element).map(ScenarioDeed.Kind.delete)
        case "restore": record(of: element).map(ScenarioDeed.Kind.restore)
        case "do": action(element)
        case "import": importing(element)
        case "ask": move(element).map(ScenarioDeed.Kind.ask)
        case "approve": approval(element).map(ScenarioDeed.Kind.approve)
        case "reject": approval(element).map(ScenarioDeed.Kind.reject)
        case "withdraw": approval(element).map(ScenarioDeed.Kind.withdraw)
        case "substitute": substitution(element)
        case "event": message(element)
        case "claim": pooled(element).map(ScenarioDeed.Kind.claim)
        case "release": pooled(element).map(ScenarioDeed.Kind.release)
        case "share": sharing(element).map(ScenarioDeed.Kind.share)
        case "unshare": unsharing(element)
        case "reveal": revealing(element).map(ScenarioDeed.Kind.reveal)
        default: nil
        }
    }

    private mutating func subject(_ element: PackElement) -> (ScenarioAlias, Entity)? {
        guard let record = record(of: element), let entity = model.entities[record.entity] else { return nil }
        return (record, entity)
    }

    private mutating func creation(_ element: PackElement) -> ScenarioDeed.Kind? {
        guard let entity = entity("entity", of: element) else { return nil }
        let values = assignments(element, entity, reads: false)
        if let alias = element["record"], !name(alias, entity.name, at: element.range(of: "record")) { return nil }
        return .create(entity.name, alias: element["record"], values)
    }

    private mutating func move(_ element: PackElement) -> ScenarioMove? {
        guard let (record, entity) = subject(element) else { return nil }
        let values = assignments(element, entity, reads: true)
        guard let pipeline = pipeline(of: element, entity.name),
            let stage = stages("to", of: element, in: pipeline).first
        else { return nil }
        return ScenarioMove(
            record: record, pipeline: pipeline.name, to: stage, reason: element["reason"], values: values)
    }

    /// A record that can lie in a pool.
    private mutating func pooled(_ element: PackElement) -> ScenarioAlias? {
        guard let record = record(of: element) else { return nil }
        guard model.pools[record.entity] != nil else {
            refuse(
                "Records of \(record.entity) are not claimed: no pack declares a pool of them.",
                at: element.range(of: "record"))
            return nil
        }
        return record
    }

    private mutating func action(_ element: PackElement) -> ScenarioDeed.Kind? {
        guard let record = record(of: element), let name = element["action"] else { return nil }
        diagnostics.require(
            .badScenario, name, among: actions.map(\.name), at: element.range(of: "action"),
            "Nothing is called “\(name)” that could be done.")
        guard let form = actions.first(where: { $0.name == name }) else { return nil }
        var arguments: [String: TypedExpression] = [:]
        for argument in element.children("with") {
            guard let id = argument["id"],
                diagnostics.require(
                    .badScenario, id, among: form.arguments.keys.sorted(), at: argument.range(of: "id"),
                    "“\(name)” takes no “\(id)”.")
            else { continue }
            arguments[id] = expression(
                "value", of: argument, as: form.arguments[id] ?? nil, on: record.entity)
        }
        return .action(
            ScenarioActionCall(name: name, record: record, reason: element["reason"], arguments: arguments))
    }

    private mutating func message(_ element: PackElement) -> ScenarioDeed.Kind? {
        guard let name = element["event"] else { return nil }
        diagnostics.require(
            .badScenario, name, among: model.time.events.keys.map(\.rawValue), at: element.range(of: "event"),
            "There is no event “\(name)”.")
        guard let event = model.time.events[EventName(name)] else { return nil }
        let values = element.children("set").compactMap { set -> ScenarioAssignment? in
            guard let id = set["field"],
                diagnostics.require(
                    .badScenario, id, among: event.values.keys.map(\.rawValue), at: set.range(of: "field"),
                    "The event tells no “\(id)”."),
                let field = event.values[FieldName(id)]
            else { return nil }
            return expression("value", of: set, as: field.valueType, on: "User", reads: false)
                .map { ScenarioAssignment(field: field.name, source: .expression($0), range: set.range(of: "value")) }
        }
        return .event(ScenarioMessage(event: event.name, key: element["key"], values: values))
    }

    private mutating func importing(_ element: PackElement) -> ScenarioDeed.Kind? {
        guard let name = element["mapping"] else { return nil }
        let isKnown = diagnostics.require(
            .badImport, name, among: model.imports.keys.map(\.rawValue), at: element.range(of: "mapping"),
            "There is no import “\(name)”.")
        var counts: [String: Int] = [:]
        for word in ["created", "updated", "unchanged", "rejected"] { counts[word] = count(word, of: element) }
        guard let file = file(of: element), isKnown else { return nil }
        return .importing(ScenarioImport(mapping: ImportName(name), file: file, counts: counts))
    }
}
