// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

/// Parsed packs → model: collects definitions over all layers, then resolves names and checks expressions.
///
/// Each step is an extension in a file of its own; all of them append findings and go on.
struct ModelBuilder {
    let packs: [PackSource]
    let composition: Composition
    let fieldTypes: FieldTypeTable
    let compiler: ExpressionCompiler
    /// What plugins do for automations.
    let actions: [ActionForm]
    /// The texts of the files of seeds, by path.
    let seedTexts: [String: String]
    var diagnostics: DiagnosticList
    var draft = ModelDraft()
    /// Where each name was defined first, by kind and name.
    private var definitions: [String: SourceRange] = [:]

    init(
        packs: [PackSource], composition: Composition, fieldTypes: FieldTypeTable, functions: FunctionTable,
        actions: [ActionForm], seedTexts: [String: String], diagnostics: DiagnosticList
    ) {
        self.actions = actions
        self.packs = packs
        self.composition = composition
        self.fieldTypes = fieldTypes
        compiler = ExpressionCompiler(functions: functions)
        self.seedTexts = seedTexts
        self.diagnostics = diagnostics
    }

    /// The model; to be used only if no errors were found.
    mutating func build(fingerprint: String) -> Model {
        collectChoicesAndParameters()
        collectEntities()
        collectFields()
        collectPipelineFields()
        collectRelationships()
        checkTrees()
        collectLedgers()
        let roles = roleNames
        let pipelines = buildPipelines(roles)
        let entities = buildEntities()
        checkConditions(of: pipelines, entities)
        let metrics = buildMetrics()
        let reports = buildReports(entities, pipelines, metrics)
        let calendars = buildCalendars()
        let structures = buildStructures(entities, calendars)
        let users = demoUsers(roles)
        return Model(
            packs: packs.map { Pack(name: $0.name, version: $0.version.description, label: $0.label) },
            entities: entities, pipelines: pipelines,
            roles: buildRoles(entities, pipelines, reports, metrics), reports: reports, imports: buildImports(),
            parameters: draft.parameters, demoFiles: demoFiles(), demoUsers: users,
            demoRequests: demoRequests(users, pipelines),
            generators: buildGenerators(pipelines, roles),
            seeds: buildSeeds(), fingerprint: fingerprint,
            time: buildTimeRules(entities, pipelines, calendars, structures, roles),
            analysis: Analysis(
                metrics: metrics, dashboards: buildDashboards(entities, pipelines, reports, metrics, roles),
                goals: buildGoals()),
            pools: buildPools(roles), structures: structures)
    }

    /// The definitions of a kind in all packs, in the order of the layers, with what other layers changed of them.
    func definitions(_ name: String) -> [(pack: PackSource, element: PackElement)] {
        composition[name].map { ($0.pack, $0.element) }
    }

    /// Notes where a name is defined; false, with a finding, if it is defined already.
    mutating func define(_ kind: String, _ name: String, at range: SourceRange, hint: Sentence) -> Bool {
        let key = "\(kind) \(name)"
        guard let first = definitions[key] else {
            definitions[key] = range
            return true
        }
        diagnostics.append(
            .duplicate, "The \(kind: kind) “\(name)” is defined twice.", at: range, hint: hint,
            notes: [Diagnostic.Note("It is defined here first.", at: first)])
        return false
    }

    /// The expression in an attribute; nil, with a finding at its place inside the attribute, if it is wrong or missing.
    mutating func expression(
        _ attribute: String, of element: PackElement, as type: ValueType?, on entity: EntityName
    ) -> TypedExpression? {
        expression(attribute, of: element, as: type, on: entity, in: DraftScope(draft: draft))
    }

    /// The same where an expression may name more than the entity's own rules may.
    mutating func expression(
        _ attribute: String, of element: PackElement, as type: ValueType?, on entity: EntityName,
        in scope: any TypeScope
    ) -> TypedExpression? {
        guard let value = element.value(of: attribute) else { return nil }
        do {
            return try compiler.compile(value.text, as: type, on: entity, in: scope)
        } catch {
            report(error, in: value)
            return nil
        }
    }

    mutating func report(_ error: ExpressionError, in value: LocatedText) { diagnostics.report(error, in: value) }

    @discardableResult
    mutating func require(
        _ finding: PackFinding, _ name: String, among known: some Sequence<String>, at range: SourceRange,
        _ sentence: @autoclosure () -> Sentence
    ) -> Bool {
        diagnostics.require(finding, name, among: known, at: range, sentence())
    }

    /// An attribute that has to be one of a few words; the first word if it is missing, nil with a finding if wrong.
    mutating func word(_ attribute: String, of element: PackElement, among words: [String]) -> String? {
        guard let text = element[attribute] else { return words.first }
        let isKnown = require(
            .badAttribute, text, among: words, at: element.range(of: attribute),
            "“\(text)” is no value of the attribute “\(attribute)”.")
        return isKnown ? text : nil
    }

    /// A whole number in an attribute; nil, with a finding, if it is none.
    mutating func number(_ attribute: String, of element: PackElement, in range: ClosedRange<Int>) -> Int? {
        guard let text = element[attribute] else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        diagnostics.append(
            .badAttribute, "“\(text)” is no number from \(range.lowerBound) to \(range.upperBound).",
            at: element.range(of: attribute), hint: nil)
        return nil
    }

    /// Fields of an entity named in an attribute, without those that do not exist, which are findings.
    mutating func fields(_ attribute: String, of element: PackElement, in entity: EntityName) -> [FieldName] {
        element.words(attribute).compactMap { word in
            field(word.value, in: entity, at: word.range)
        }
    }

    /// A field of an entity; nil, with a finding, if there is none.
    mutating func field(_ name: String, in entity: EntityName, at range: SourceRange) -> FieldName? {
        let known = draft.entities[entity]?.fields.keys.map(\.rawValue) ?? []
        return require(.unknownField, name, among: known, at: range, "\(entity) has no field “\(name)”.")
            ? FieldName(name) : nil
    }

    /// An entity named in an attribute; nil, with a finding, if there is none.
    mutating func entity(_ attribute: String, of element: PackElement) -> EntityName? {
        guard let name = element[attribute] else { return nil }
        return require(
            .unknownEntity, name, among: draft.entities.keys.map(\.rawValue), at: element.range(of: attribute),
            "There is no entity “\(name)”.") ? EntityName(name) : nil
    }
}
