// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// Elements of scenarios → scenarios, every name resolved and every expression checked against the model.
///
/// Each kind of step is an extension in a file of its own; all of them append findings and go on.
struct ScenarioBuilder {
    let files: ScenarioFiles
    let model: Model
    let compiler: ExpressionCompiler
    let actions: [ScenarioActionForm]
    var diagnostics: DiagnosticList
    /// The texts of the tables that were read.
    var tables: [SourceText] = []
    /// What the scenario that is being read has named so far.
    var scope: ScenarioScope
    var persons: Set<String> = []
    /// The latest moment that a given record told.
    var moment: Instant?
    /// Something was done or expected already.
    var hasBegun = false
    private var settings: [String: PackElement] = [:]
    private var names: [String: SourceRange] = [:]

    init(
        _ files: ScenarioFiles, _ model: Model, _ compiler: ExpressionCompiler, _ actions: [ScenarioActionForm],
        _ diagnostics: DiagnosticList
    ) {
        self.files = files
        self.model = model
        self.compiler = compiler
        self.actions = actions
        self.diagnostics = diagnostics
        scope = ScenarioScope(model)
    }

    mutating func build(_ roots: [PackElement]) -> [Scenario] {
        for setting in roots.flatMap({ $0.children("setting") }) {
            guard let id = setting["id"], define("setting", id, setting) else { continue }
            settings[id] = setting
        }
        return roots.flatMap { $0.children("scenario") }.compactMap { scenario($0) }
    }

    private mutating func scenario(_ element: PackElement) -> Scenario? {
        guard let id = element["id"], define("scenario", id, element) else { return nil }
        scope.records = [:]
        persons = []
        moment = nil
        hasBegun = false
        let start = instant("at", of: element)
        if element.isTrue("demo") { addPeople(at: element.range(of: "demo")) }
        var steps: [ScenarioStep] = []
        for child in setting(of: element).children + element.children where child.name != "label" {
            if child.name != "given", child.name != "person", !hasBegun {
                hasBegun = true
                checkPast(start, at: child.range)
            }
            steps += step(child).map { ScenarioStep($0, at: child.range) }
        }
        if !element.children.contains(where: { $0.name.hasPrefix("expect") || $0["refused"] != nil }) {
            diagnostics.append(
                .harmlessScenario, "The scenario expects nothing, so that it cannot fail.", at: element.range,
                hint: "Add <expect record=\"…\" test=\"…\"/>, or say what a step is refused by.")
        }
        guard let start else { return nil }
        return Scenario(
            name: id, label: element.label(), pack: files.pack, start: start, isDemonstration: element.isTrue("demo"),
            steps: steps, range: element.range)
    }

    /// Names the people of the demonstration.
    private mutating func addPeople(at range: SourceRange) {
        if model.demoUsers.isEmpty { refuse("The packs have no <demo-user> to show themselves with.", at: range) }
        for user in model.demoUsers where name(user.name, "User", at: range) { persons.insert(user.name) }
    }

    private mutating func checkPast(_ start: Instant?, at range: SourceRange) {
        guard let moment, let start, moment > start else { return }
        refuse(
            "The records given reach beyond the scenario’s beginning.", at: range, hint: "Let time pass with <advance>."
        )
    }

    private mutating func setting(of element: PackElement) -> PackElement {
        let nothing = PackElement(name: "setting", range: element.range)
        guard let name = element["setting"] else { return nothing }
        diagnostics.require(
            .badScenario, name, among: settings.keys.sorted(), at: element.range(of: "setting"),
            "There is no setting “\(name)”.")
        return settings[name] ?? nothing
    }

    private mutating func step(_ element: PackElement) -> [ScenarioStep.Kind] {
        switch element.name {
        case "person": return person(element).map { [.person($0)] } ?? []
        case "given": return given(element).map(ScenarioStep.Kind.given)
        case "advance": return advance(element).map { [.advance($0)] } ?? []
        default:
            if element.name.hasPrefix("expect") { return expectation(element).map { [.expectation($0)] } ?? [] }
            return deed(element).map { [.deed($0)] } ?? []
        }
    }

    private mutating func advance(_ element: PackElement) -> ScenarioTime? {
        guard (element["by"] == nil) != (element["to"] == nil) else {
            refuse("Time passes by a length or up to a moment.", at: element.range, hint: "Write by=\"P61D\".")
            return nil
        }
        guard let text = element["by"] else { return instant("to", of: element).map(ScenarioTime.to) }
        if let span = TimeSpan(text), span.microseconds > 0 { return .by(span) }
        diagnostics.append(
            .badAttribute, "“\(text)” is no length of time.", at: element.range(of: "by"),
            hint: "Write it like P60D, PT4H or P1DT12H.")
        return nil
    }

    /// Notes where a setting or scenario is defined; false, with a finding, if it is defined already.
    private mutating func define(_ kind: String, _ name: String, _ element: PackElement) -> Bool {
        guard let first = names["\(kind) \(name)"] else {
            names["\(kind) \(name)"] = element.range(of: "id")
            return true
        }
        diagnostics.append(
            .duplicate, "The \(kind: kind) “\(name)” is defined twice.", at: element.range(of: "id"),
            hint: "Choose another name.",
            notes: [Diagnostic.Note("It is defined here first.", at: first)])
        return false
    }

    mutating func refuse(_ sentence: Sentence, at range: SourceRange, hint: Sentence? = nil) {
        diagnostics.append(.badScenario, sentence, at: range, hint: hint)
    }
}
