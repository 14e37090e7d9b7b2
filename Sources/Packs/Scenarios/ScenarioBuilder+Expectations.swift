// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What is expected.
extension ScenarioBuilder {
    mutating func expectation(_ element: PackElement) -> ScenarioExpectation? {
        let actor = actor(of: element)
        scope.hasActor = element["as"] != nil && element["as"] != "engine"
        defer { scope.hasActor = false }
        return switch element.name {
        case "expect": element["entity"] == nil ? condition(element, actor) : counted(element, actor)
        case "expect-moves": way(element, actor)
        case "expect-notice": notices(element)
        case "expect-fired": fired(element)
        case "expect-called": called(element)
        case "expect-clock": clock(element)
        case "expect-access": access(element, actor)
        case "expect-approval": approvalState(element)
        case "expect-waiting": waiting(element, actor)
        case "expect-report": report(element, actor)
        case "expect-metric": metric(element, actor)
        case "expect-goal": goal(element, actor)
        case "expect-dashboard": dashboard(element, actor)
        default: nil
        }
    }

    private mutating func condition(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard element["record"] != nil, element["test"] != nil else {
            refuse(
                "Nothing is expected.", at: element.range,
                hint: "Write record=\"…\" test=\"…\", or entity=\"…\" where=\"…\" count=\"1\".")
            return nil
        }
        guard let record = record(of: element),
            let test = expression("test", of: element, as: .boolean, on: record.entity), let actor
        else { return nil }
        return .record(record, test, actor)
    }

    private mutating func counted(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let entity = entity("entity", of: element) else { return nil }
        let condition = expression("where", of: element, as: .boolean, on: entity.name)
        guard element["count"] != nil else {
            refuse("It is not said how many.", at: element.range, hint: "Add count=\"1\".")
            return nil
        }
        guard let count = count("count", of: element), let actor, condition != nil || element["where"] == nil else {
            return nil
        }
        return .count(entity.name, condition, count, actor)
    }

    private mutating func way(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let record = record(of: element), let pipeline = pipeline(of: element, record.entity) else { return nil }
        let (to, open) = (stages("to", of: element, in: pipeline), stages("open", of: element, in: pipeline))
        guard (element["to"] != nil && element["missing"] != nil) != (element["open"] != nil) else {
            refuse(
                "Nothing is expected.", at: element.range,
                hint: "Write to=\"…\" missing=\"…\" for one way, or open=\"…\" for all that are open.")
            return nil
        }
        guard let actor else { return nil }
        let way = ScenarioWay(record: record, pipeline: pipeline.name, actor: actor)
        guard element["open"] == nil else { return .open(way, open) }
        return to.first.map { .missing(way, to: $0, codes("missing", of: element) ?? []) }
    }

    private mutating func notices(_ element: PackElement) -> ScenarioExpectation? {
        let automation = automation("automation", of: element)
        let record = record(of: element)
        guard let person = person("person", of: element), let count = count("count", of: element) else { return nil }
        return .notices(person: person, automation, record, count)
    }

    private mutating func fired(_ element: PackElement) -> ScenarioExpectation? {
        let record = record(of: element)
        guard let automation = automation("automation", of: element), let count = count("count", of: element) else {
            return nil
        }
        return .fired(automation, record, count)
    }

    private mutating func called(_ element: PackElement) -> ScenarioExpectation? {
        let record = record(of: element)
        guard let name = element["action"], let count = count("count", of: element) else { return nil }
        let known = Set(model.time.automations.values.flatMap(\.calls).map(\.rawValue))
        let isKnown = diagnostics.require(
            .unknownAction, name, among: known.sorted(), at: element.range(of: "action"),
            "No automation calls an action “\(name)”.")
        return isKnown ? .called(ActionName(name), record, count) : nil
    }

    private mutating func automation(_ attribute: String, of element: PackElement) -> AutomationName? {
        guard let name = element[attribute] else { return nil }
        let isKnown = diagnostics.require(
            .badAutomation, name, among: model.time.automations.keys.map(\.rawValue), at: element.range(of: attribute),
            "There is no automation “\(name)”.")
        return isKnown ? AutomationName(name) : nil
    }

    private mutating func clock(_ element: PackElement) -> ScenarioExpectation? {
        guard let record = record(of: element), let name = element["clock"], let state = element["state"] else {
            return nil
        }
        let own = model.time.clocks.values.filter { $0.entity == record.entity }
        let isKnown = diagnostics.require(
            .badClock, name, among: own.map(\.name.rawValue), at: element.range(of: "clock"),
            "\(record.entity) has no clock “\(name)”.")
        let states = ["running", "paused", "ended", "none"]
        let isState = diagnostics.require(
            .badAttribute, state, among: states, at: element.range(of: "state"), "“\(state)” is no state of a clock.")
        let due = instant("due", of: element)
        guard isKnown, isState else { return nil }
        return .clock(
            ScenarioClock(
                clock: ClockName(name), record: record, state: state, due: due,
                isBreached: element["breached"].map { $0 == "true" }))
    }

    private mutating func access(_ element: PackElement, _ actor: ScenarioActor?) -> ScenarioExpectation? {
        guard let record = record(of: element), let entity = model.entities[record.entity] else { return nil }
        let rights = codes("may", of: element)
        for word in element.words("may") {
            diagnostics.require(
                .badAttribute, word.value, among: ["read", "update", "delete"], at: word.range,
                "“\(word.value)” is no right on a record.")
        }
        let parts = ["hidden", "masked", "read-only"].map { fields($0, of: element, in: entity) }
        guard let actor else { return nil }
        return .access(
            ScenarioAccess(
                record: record, actor: actor, rights: rights, hidden: parts[0], masked: parts[1], readOnly: parts[2]))
    }
}
