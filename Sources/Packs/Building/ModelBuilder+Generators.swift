// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    /// How records are made up, in the order of the packs.
    mutating func buildGenerators(
        _ pipelines: OrderedDictionary<PipelineName, Pipeline>, _ roles: [String]
    ) -> [RecordGenerator] {
        var words: OrderedDictionary<String, [String]> = [:]
        for (_, element) in definitions("words") {
            guard let id = element["id"],
                define("list of words", id, at: element.range(of: "id"), hint: anotherName)
            else { continue }
            words[id] = element.text.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        let surroundings = GeneratorSurroundings(pipelines: pipelines, roles: roles, words: words)
        return definitions("generate").compactMap { generator($0.element, surroundings) }
    }

    private mutating func generator(
        _ element: PackElement, _ surroundings: GeneratorSurroundings
    ) -> RecordGenerator? {
        guard let entity = entity("entity", of: element) else { return nil }
        let each = self.entity("for-each", of: element)
        var scope = AliasedScope(base: DraftScope(draft: draft), added: ["size": .integer, "index": .integer])
        if let each { scope.added["each"] = .entity(each) }
        let count = expression("count", of: element, as: .integer, on: entity, in: scope)
        let most = expression("most", of: element, as: .integer, on: entity, in: scope)
        var steps: [RecordGenerator.Step] = []
        for child in element.children where child.name == "draw" || child.name == "set" {
            guard let step = step(child, entity, surroundings, &scope) else { continue }
            steps.append(step)
        }
        let moves = element.children("move").compactMap { move($0, entity, surroundings, scope) }
        let condition = expression("when", of: element, as: .boolean, on: entity, in: scope)
        let moment = expression("at", of: element, as: .instant, on: entity, in: scope)
        guard let count else { return nil }
        return RecordGenerator(
            entity: entity, each: each, count: count, most: most, condition: condition, moment: moment, steps: steps,
            moves: moves, range: element.range)
    }

    private mutating func step(
        _ element: PackElement, _ entity: EntityName, _ surroundings: GeneratorSurroundings,
        _ scope: inout AliasedScope
    ) -> RecordGenerator.Step? {
        if element.name == "set" { return generatedAssignment(element, entity, scope).map(RecordGenerator.Step.set) }
        guard (element["id"] == nil) != (element["field"] == nil) else {
            diagnostics.append(
                .badGenerator, "A draw has a name or a field.", at: element.range,
                hint: "Write id=\"…\" to use it in expressions, or field=\"…\" to write it there.")
            return nil
        }
        if let value = element.value(of: "field") {
            guard let name = field(value.text, in: entity, at: value.range) else { return nil }
            let type = draft.entities[entity]?.fields[name]?.valueType
            return source(element, as: type, entity, surroundings, scope).map { .fill(name, draw($0.source, element)) }
        }
        guard let drawn = source(element, as: nil, entity, surroundings, scope), let id = element["id"] else {
            return nil
        }
        guard scope.type(ofAlias: id) == nil else {
            diagnostics.append(
                .duplicate, "“@\(id)” is defined already.", at: element.range(of: "id"), hint: anotherName)
            return nil
        }
        scope.added[id] = drawn.type
        return .draw(name: id, draw(drawn.source, element))
    }

    private mutating func draw(_ source: Draw.Source, _ element: PackElement) -> Draw {
        let shape = word("shape", of: element, among: Draw.Shape.allCases.map(\.rawValue)).flatMap(Draw.Shape.init)
        return Draw(
            source: source, shape: shape ?? .even, missing: number("missing", of: element, in: 0...100) ?? 0)
    }

    /// What a draw chooses from, and the type of what it gives.
    private mutating func source(
        _ element: PackElement, as type: ValueType?, _ entity: EntityName, _ surroundings: GeneratorSurroundings,
        _ scope: AliasedScope
    ) -> (source: Draw.Source, type: ValueType)? {
        if element["from"] != nil || element["to"] != nil { return span(element, as: type, entity, scope) }
        if element["entity"] != nil { return drawnRecord(element, surroundings) }
        if let list = element["words"] {
            require(
                .badGenerator, list, among: surroundings.words.keys, at: element.range(of: "words"),
                "There is no list of words “\(list)”.")
            return surroundings.words[list].map { (.word($0), .text) }
        }
        if element["digits"] != nil {
            return number("digits", of: element, in: 1...18).map { (.digits($0), .text) }
        }
        let picks = element.children("pick").compactMap { child -> (value: TypedExpression, weight: Int)? in
            let weight = number("weight", of: child, in: 0...1_000_000) ?? 1
            return expression("value", of: child, as: type, on: entity, in: scope).map { ($0, weight) }
        }
        guard let first = picks.first(where: { $0.value.type != .null }) ?? picks.first,
            picks.contains(where: { $0.weight > 0 })
        else {
            diagnostics.append(
                .badGenerator, "Nothing can be drawn.", at: element.range,
                hint: "Add from=\"…\" and to=\"…\", entity=\"…\", words=\"…\", digits=\"…\", or <pick value=\"…\">.")
            return nil
        }
        return (.pick(picks.map { Draw.Pick(value: $0.value, weight: $0.weight) }), type ?? first.value.type)
    }

    private mutating func span(
        _ element: PackElement, as type: ValueType?, _ entity: EntityName, _ scope: AliasedScope
    ) -> (source: Draw.Source, type: ValueType)? {
        guard let from = expression("from", of: element, as: type, on: entity, in: scope),
            let to = expression("to", of: element, as: type ?? from.type, on: entity, in: scope)
        else {
            if element["from"] == nil || element["to"] == nil {
                diagnostics.append(
                    .badGenerator, "A span has two ends.", at: element.range, hint: "Add from=\"…\" and to=\"…\".")
            }
            return nil
        }
        switch from.type {
        case .integer, .decimal, .date, .instant, .duration: break
        default:
            diagnostics.append(
                .badGenerator, "Nothing lies between two values of this type.", at: element.range(of: "from"),
                hint: "Spans have numbers, days, moments or lengths of time; use <pick> for others.")
            return nil
        }
        let isMoment = from.type == .instant || from.type == .date
        let stepType: ValueType = isMoment ? .duration : from.type
        let step = expression("step", of: element, as: stepType, on: entity, in: scope)
        return (.span(from: from, to: to, step: step), type ?? from.type)
    }

    private mutating func drawnRecord(
        _ element: PackElement, _ surroundings: GeneratorSurroundings
    ) -> (source: Draw.Source, type: ValueType)? {
        guard let target = self.entity("entity", of: element) else { return nil }
        if let role = element["role"] {
            require(
                .unknownRole, role, among: surroundings.roles, at: element.range(of: "role"),
                "There is no role “\(role)”.")
        }
        let condition = expression("where", of: element, as: .boolean, on: target)
        return (.record(target, where: condition, role: element["role"].map { RoleName($0) }), .entity(target))
    }

    private mutating func move(
        _ element: PackElement, _ entity: EntityName, _ surroundings: GeneratorSurroundings, _ scope: AliasedScope
    ) -> RecordGenerator.Move? {
        let around = AutomationSurroundings(
            pipelines: surroundings.pipelines, calendars: [:], clocks: [:],
            structures: GuardedStructures(), roles: surroundings.roles)
        let moment = expression("at", of: element, as: .instant, on: entity, in: scope)
        let condition = expression("when", of: element, as: .boolean, on: entity, in: scope)
        let assignments = element.children("set").compactMap { generatedAssignment($0, entity, scope) }
        guard let (pipeline, stage) = destination(element, entity, around), let stage else { return nil }
        return RecordGenerator.Move(
            pipeline: pipeline, stage: stage, moment: moment, condition: condition, assignments: assignments,
            reason: element["reason"], range: element.range)
    }

    mutating func generatedAssignment(
        _ element: PackElement, _ entity: EntityName, _ scope: AliasedScope
    ) -> Automation.Assignment? {
        guard let value = element.value(of: "field"), let name = field(value.text, in: entity, at: value.range)
        else { return nil }
        let type = draft.entities[entity]?.fields[name]?.valueType
        return expression("value", of: element, as: type, on: entity, in: scope)
            .map { Automation.Assignment(field: name, value: $0) }
    }
}

/// What generators name besides entities and fields.
private struct GeneratorSurroundings {
    let pipelines: OrderedDictionary<PipelineName, Pipeline>
    let roles: [String]
    let words: OrderedDictionary<String, [String]>
}
