// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What attributes of scenarios name.
extension ScenarioBuilder {
    mutating func entity(_ attribute: String, of element: PackElement) -> Entity? {
        guard let name = element[attribute] else { return nil }
        diagnostics.require(
            .unknownEntity, name, among: model.entities.keys.map(\.rawValue), at: element.range(of: attribute),
            "There is no entity “\(name)”.")
        return model.entities[EntityName(name)]
    }

    mutating func field(_ name: String, of entity: Entity, at range: SourceRange) -> Field? {
        diagnostics.require(
            .unknownField, name, among: entity.fields.keys.map(\.rawValue), at: range,
            "\(entity.name) has no field “\(name)”.")
        return entity.fields[FieldName(name)]
    }

    mutating func fields(_ attribute: String, of element: PackElement, in entity: Entity) -> [FieldName] {
        element.words(attribute).compactMap { field($0.value, of: entity, at: $0.range)?.name }
    }

    /// Names a record from here on; false, with a finding, if the name is taken.
    mutating func name(_ alias: String, _ entity: EntityName, at range: SourceRange) -> Bool {
        guard scope.records[alias] == nil, alias != "me", model.parameters[alias] == nil else {
            diagnostics.append(
                .duplicate, "“\(alias)” is the name of something else already.", at: range,
                hint: "Choose another name; @\(alias) would mean both.")
            return false
        }
        scope.records[alias] = entity
        return true
    }

    mutating func record(_ attribute: String = "record", of element: PackElement) -> ScenarioAlias? {
        guard let name = element[attribute] else { return nil }
        diagnostics.require(
            .unknownScenarioRecord, name, among: scope.records.keys.sorted(), at: element.range(of: attribute),
            "Nothing was named “\(name)” up to here.")
        return scope.records[name].map { ScenarioAlias(name: name, entity: $0) }
    }

    /// Who acts or sees; the engine if nobody is named.
    mutating func actor(of element: PackElement) -> ScenarioActor? {
        guard let name = element["as"], name != "engine" else { return .engine }
        return person("as", of: element).map(ScenarioActor.person)
    }

    mutating func person(_ attribute: String, of element: PackElement) -> String? {
        guard let name = element[attribute] else { return nil }
        let isKnown = diagnostics.require(
            .unknownScenarioRecord, name, among: persons.sorted(), at: element.range(of: attribute),
            "There is no person “\(name)” up to here.")
        return isKnown ? name : nil
    }

    /// The pipeline that an element names, or the only one of an entity.
    mutating func pipeline(of element: PackElement, _ entity: EntityName) -> Pipeline? {
        let own = model.pipelines.values.filter { $0.entity == entity }
        if let name = element["pipeline"] {
            diagnostics.require(
                .unknownPipeline, name, among: own.map(\.name.rawValue), at: element.range(of: "pipeline"),
                "\(entity) has no pipeline “\(name)”.")
            return own.first { $0.name.rawValue == name }
        }
        guard own.count != 1 else { return own.first }
        refuse(
            own.isEmpty ? "\(entity) has no pipeline." : "\(entity) has several pipelines.", at: element.range,
            hint: own.isEmpty
                ? nil : "Name one of \(all: own.map(\.name.rawValue)) with “pipeline”.")
        return nil
    }

    mutating func stages(_ attribute: String, of element: PackElement, in pipeline: Pipeline) -> [StageName] {
        element.words(attribute).compactMap { word in
            let isKnown = diagnostics.require(
                .unknownStage, word.value, among: pipeline.stages.map(\.name.rawValue), at: word.range,
                "The pipeline \(pipeline.name) has no stage “\(word.value)”.")
            return isKnown ? StageName(word.value) : nil
        }
    }

    mutating func count(_ attribute: String, of element: PackElement) -> Int? {
        guard let text = element[attribute] else { return nil }
        if let number = Int(text), number >= 0 { return number }
        diagnostics.append(
            .badAttribute, "“\(text)” is no number of records.", at: element.range(of: attribute),
            hint: "Write a whole number from 0.")
        return nil
    }

    mutating func date(_ attribute: String, of element: PackElement) -> CalendarDate? {
        guard let text = element[attribute] else { return nil }
        if let date = CalendarDate(text) { return date }
        diagnostics.append(
            .badAttribute, "“\(text)” is no day.", at: element.range(of: attribute), hint: "Write it like 2026-01-05.")
        return nil
    }

    mutating func instant(_ attribute: String, of element: PackElement) -> Instant? {
        guard let value = element.value(of: attribute) else { return nil }
        return instant(value.text, at: value.range)
    }

    mutating func instant(_ text: String, at range: SourceRange) -> Instant? {
        let typed = try? compiler.compile(text, as: .instant, on: "User", in: scope)
        if case .literal(.instant(let moment), _)? = typed?.root { return moment }
        diagnostics.append(
            .badAttribute, "“\(text)” is no moment.", at: range, hint: "Write it like 2026-01-05T09:00:00+08:00.")
        return nil
    }

    /// An expression of an entity's records.
    ///
    /// - Parameter reads: Whether there is a record whose fields it may name.
    mutating func expression(
        _ attribute: String, of element: PackElement, as type: ValueType?, on entity: EntityName, reads: Bool = true
    ) -> TypedExpression? {
        guard let value = element.value(of: attribute) else { return nil }
        do {
            let typed = try compiler.compile(value.text, as: type, on: entity, in: scope)
            guard !reads, let path = typed.paths.first(where: { $0.root == .record }) else { return typed }
            let source = TypedExpression(path).source
            diagnostics.append(
                .notConstant, "There is no record yet whose “\(source)” could be read.", at: value.range,
                hint: "Texts and options stand in quotes, as '\(source)'; other records are @name.")
        } catch {
            diagnostics.report(error, in: value)
        }
        return nil
    }

    /// Words of an attribute, sorted; nil if it is not written.
    func codes(_ attribute: String, of element: PackElement) -> [String]? {
        element[attribute].map { _ in element.words(attribute).map(\.value).sorted() }
    }
}
