// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// What an action of an automation stands on.
struct ActionGround {
    /// The entity of the records that are acted on.
    let entity: EntityName
    /// That of the record that set the automation off.
    let origin: EntityName
    /// Whether the values before a change are known.
    let remembers: Bool
    /// Whether it stands in a <for-each>.
    let isInside: Bool
    /// What an outside system told, if that sets the automation off.
    var event: InboundEvent?
    let surroundings: AutomationSurroundings
}

extension ModelBuilder {
    mutating func action(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        switch element.name {
        case "set": assignment(element, to: ground.entity, ground).map(Automation.Action.set)
        case "create": creation(element, ground)
        case "move":
            way(element, ground).map { Automation.Action.move($0.pipeline, to: $0.stage, reason: $0.reason) }
        case "ask": asking(element, ground)
        case "call": call(element, ground)
        case "assign": allotment(element, of: ground.entity, ground).map(Automation.Action.assign)
        case "notify": notification(element, ground)
        case "for-each": forEach(element, ground)
        default: nil
        }
    }

    /// The pipeline and stage that a move or an asking for it names, with its reason.
    private mutating func way(
        _ element: PackElement, _ ground: ActionGround
    ) -> (pipeline: PipelineName, stage: StageName, reason: String?)? {
        guard let (pipeline, stage) = destination(element, ground.entity, ground.surroundings), let stage else {
            return nil
        }
        return (pipeline, stage, reason(element, pipeline, stage, ground.surroundings))
    }

    private mutating func asking(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        guard let way = way(element, ground), let pipeline = ground.surroundings.pipelines[way.pipeline] else {
            return nil
        }
        guard pipeline.transitions.contains(where: { $0.to == way.stage && !pipeline.approvals(of: $0).isEmpty }) else {
            diagnostics.append(
                .badAutomation, "No way to “\(way.stage)” needs an approval.", at: element.range(of: "to"),
                hint: "Write <move to=\"\(way.stage)\"/>.")
            return nil
        }
        return .ask(way.pipeline, to: way.stage, reason: way.reason)
    }

    /// The reason that a move gives, where the ways to the stage have a list of them.
    private mutating func reason(
        _ element: PackElement, _ name: PipelineName, _ stage: StageName, _ surroundings: AutomationSurroundings
    ) -> String? {
        guard let reason = element["reason"] else { return nil }
        let options = (surroundings.pipelines[name]?.transitions ?? []).filter { $0.to == stage }.flatMap { way in
            if case .oneOf(_, let options, _) = way.reason { options.map(\.name) } else { [String]() }
        }
        return require(
            .badAutomation, reason, among: options, at: element.range(of: "reason"),
            "“\(reason)” is no reason of the ways to “\(stage)”.") ? reason : nil
    }

    /// The scope of expressions about the record that is acted on.
    func scope(_ ground: ActionGround) -> AutomationScope {
        AutomationScope(
            draft: DraftScope(draft: draft), old: ground.remembers ? ground.origin : nil, event: ground.event,
            origin: ground.origin)
    }

    private mutating func assignment(
        _ element: PackElement, to target: EntityName, _ ground: ActionGround
    ) -> Automation.Assignment? {
        guard let value = element.value(of: "field"), let name = writableField(value, of: target) else {
            return nil
        }
        let type = draft.entities[target]?.fields[name]?.valueType
        return expression("value", of: element, as: type, on: ground.entity, in: scope(ground))
            .map { Automation.Assignment(field: name, value: $0) }
    }

    private mutating func writableField(_ value: LocatedText, of entity: EntityName) -> FieldName? {
        guard let name = field(value.text, in: entity, at: value.range) else { return nil }
        guard isWritable(name, of: entity) else {
            diagnostics.append(
                .badAutomation, "“\(name)” cannot be written.", at: value.range,
                hint: "Name a field that people write; stages are moved with <move>.")
            return nil
        }
        return name
    }

    private mutating func creation(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        guard let target = entity("entity", of: element) else { return nil }
        return .create(
            target, element.children("set").compactMap { assignment($0, to: target, ground) },
            element.children("assign").compactMap { allotment($0, of: target, ground) })
    }

    /// - Parameter entity: Of the record whose reference is given something; it may be one that is being added.
    private mutating func allotment(
        _ element: PackElement, of entity: EntityName, _ ground: ActionGround
    ) -> Automation.Allotment? {
        guard let value = element.value(of: "field"), let name = writableField(value, of: entity),
            let word = word("by", of: element, among: Automation.Distribution.allCases.map(\.rawValue))
        else { return nil }
        guard case .entity(let target)? = draft.entities[entity]?.fields[name]?.valueType else {
            diagnostics.append(
                .badAutomation, "“\(name)” refers to no record.", at: value.range, hint: "Name a reference.")
            return nil
        }
        let role = role("among", of: element, ground.surroundings)
        guard role == nil || target == "User" else {
            diagnostics.append(
                .badAutomation, "Roles are of users, and “\(name)” refers to \(target).",
                at: element.range(of: "among"), hint: "Say with where=\"…\" which records are meant.")
            return nil
        }
        if element["among"] == nil, element["where"] == nil {
            diagnostics.append(
                .badAutomation, "Among whom is not said.", at: element.range,
                hint: target == "User" ? "Add among=\"…\" with a role, or where=\"…\"." : "Add where=\"…\".")
            return nil
        }
        let inner = asked(of: target, from: ground)
        return Automation.Allotment(
            field: name, target: target, distribution: Automation.Distribution(rawValue: word) ?? .roundRobin,
            role: role, condition: condition("where", of: element, on: target, inner),
            order: order(of: element, on: target, inner))
    }

    /// The scope of conditions about other records than the one that is acted on.
    private func asked(of entity: EntityName, from ground: ActionGround) -> AutomationScope {
        AutomationScope(
            draft: DraftScope(draft: draft), old: nil, event: ground.event, origin: ground.origin,
            each: ground.isInside ? ground.entity : nil)
    }

    /// A condition that is asked in the database, where the records named beside it are known by their values.
    private mutating func condition(
        _ attribute: String, of element: PackElement, on entity: EntityName, _ scope: AutomationScope
    ) -> TypedExpression? {
        let condition = expression(attribute, of: element, as: .boolean, on: entity, in: scope)
        for path in condition?.paths ?? [] {
            guard case .alias(let alias) = path.root, alias != "me", case .collection = path.type else { continue }
            diagnostics.append(
                .badAutomation, "Collections of @\(alias) cannot be asked here.", at: element.range(of: attribute),
                hint: "Name single values of @\(alias), or ask from the other side.")
        }
        return condition
    }

    private mutating func order(
        of element: PackElement, on entity: EntityName, _ scope: AutomationScope
    ) -> [OrderTerm] {
        guard let value = element.value(of: "order") else { return [] }
        do {
            return try compiler.compileOrder(value.text, on: entity, in: scope)
        } catch {
            report(error, in: value)
            return []
        }
    }

    private mutating func forEach(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        guard let (entity, belonging) = range(of: element, ground) else { return nil }
        let whole = ActionGround(
            entity: entity, origin: ground.origin, remembers: false, isInside: true, event: ground.event,
            surroundings: ground.surroundings)
        let scope = AutomationScope(
            draft: DraftScope(draft: draft), old: nil, event: ground.event, origin: ground.origin)
        let conditions = [belonging, condition("where", of: element, on: entity, scope)].compactMap(\.self)
        let actions = element.children.compactMap { action($0, whole) }
        if actions.isEmpty, element.children.isEmpty {
            diagnostics.append(
                .badAutomation, "Nothing is done for each.", at: element.range,
                hint: "Add <set>, <create>, <move>, <ask>, <assign>, <notify> or <call>.")
        }
        return .forEach(
            Automation.Scope(
                entity: entity, condition: .all(conditions), order: order(of: element, on: entity, scope),
                limit: limit(of: element)), actions)
    }

    private mutating func limit(of element: PackElement) -> Int? {
        guard let text = element["limit"] else { return nil }
        if let number = Int(text), (1...Automation.Scope.most).contains(number) { return number }
        diagnostics.append(
            .badAttribute, "“\(text)” is no number of records.", at: element.range(of: "limit"),
            hint: "Write a number from 1 to \(Automation.Scope.most).")
        return nil
    }

    /// The entity that a <for-each> goes through, and the condition by which its records belong to the one that set it off.
    private mutating func range(
        of element: PackElement, _ ground: ActionGround
    ) -> (EntityName, TypedExpression?)? {
        if element["entity"] != nil, element["of"] == nil { return entity("entity", of: element).map { ($0, nil) } }
        guard element["entity"] == nil, let value = element.value(of: "of") else {
            diagnostics.append(
                .badAutomation, "For each of what is not said.", at: element.range,
                hint: "Add either of=\"…\" with a relationship of \(ground.origin), or entity=\"…\".")
            return nil
        }
        let plain = DraftScope(draft: draft)
        guard
            let path = expression(
                "of", of: element, as: nil, on: ground.origin, in: AutomationScope(draft: plain, old: nil)),
            case .path(let path) = path.root, path.root == .record, let last = path.segments.last
        else {
            if compiler.findings(value.text, on: ground.origin, in: plain).isEmpty { refuseRange(value) }
            return nil
        }
        let names = path.segments.map(\.name.rawValue)
        switch path.type {
        case .entity(let entity):
            return (entity, belonging("id eq @origin/\(names.joined(separator: "/"))/id", entity, ground))
        case .collection(.entity(let entity)):
            guard let field = draft.entities[last.entity]?.relationships[last.name]?.field else { return nil }
            let owner = (["@origin"] + names.dropLast()).joined(separator: "/")
            return (entity, belonging("\(field) eq \(owner)", entity, ground))
        default:
            refuseRange(value)
            return nil
        }
    }

    private mutating func refuseRange(_ value: LocatedText) {
        diagnostics.append(
            .badAutomation, "“\(value.text)” leads to no records.", at: value.range,
            hint: "Name a reference or a relationship, or a path to one.")
    }

    private func belonging(_ text: String, _ entity: EntityName, _ ground: ActionGround) -> TypedExpression? {
        try? compiler.compile(
            text, as: .boolean, on: entity,
            in: AutomationScope(draft: DraftScope(draft: draft), old: nil, origin: ground.origin))
    }

    private mutating func notification(_ element: PackElement, _ ground: ActionGround) -> Automation.Action? {
        if let role = role("role", of: element, ground.surroundings) { return .notify(.role(role), element.label()) }
        guard let value = element.value(of: "field") else {
            if element["role"] == nil {
                diagnostics.append(
                    .badAutomation, "Nobody is told.", at: element.range, hint: "Add role=\"…\" or field=\"…\".")
            }
            return nil
        }
        guard let path = expression("field", of: element, as: nil, on: ground.entity, in: scope(ground))
        else { return nil }
        guard path.type == .entity("User") else {
            diagnostics.append(
                .badAutomation, "“\(value.text)” refers to no user.", at: value.range,
                hint: "Name a reference to the entity User, or a path to one.")
            return nil
        }
        return .notify(.path(path), element.label())
    }

    private mutating func role(
        _ attribute: String, of element: PackElement, _ surroundings: AutomationSurroundings
    ) -> RoleName? {
        guard let name = element[attribute] else { return nil }
        return require(
            .unknownRole, name, among: surroundings.roles, at: element.range(of: attribute),
            "There is no role “\(name)”.") ? RoleName(name) : nil
    }
}
