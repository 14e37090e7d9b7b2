// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Services
import Values

/// The form of a kind of change, with what a person typed into it.
struct SetupForm {
    let kind: SetupKind
    let visit: Visit
    /// What was typed, or given along by the address.
    let typed: FormFields

    init(_ kind: SetupKind, _ visit: Visit) {
        self.kind = kind
        self.visit = visit
        typed = visit.form.all("kind") == nil ? visit.query : visit.form
    }

    var model: Model { visit.model }
    var language: Language { visit.language }

    /// The entity that was chosen, or the first that can be changed.
    var entity: Entity? {
        typed["entity"].flatMap { model.entities[EntityName($0)] } ?? entities.first
    }

    /// Those that people have lists of; those that every edition has come last.
    var entities: [Entity] {
        let shown = model.entities.values.filter { !$0.list.columns.isEmpty }
        return shown.filter { $0.pack != "system" } + shown.filter { $0.pack == "system" }
    }

    var pipeline: Pipeline? {
        typed["pipeline"].flatMap { model.pipelines[PipelineName($0)] } ?? model.pipelines.values.first
    }

    var role: Role? { typed["role"].flatMap { model.roles[RoleName($0)] } ?? model.roles.values.first }

    /// Fields that people see on the page, in its order; then those that are nowhere on it.
    var fields: [Field] {
        guard let entity else { return [] }
        let placed = entity.page.sections.flatMap(\.fields).compactMap { entity.fields[$0] }
        let rest = entity.fields.values.filter { field in
            !placed.contains { $0.name == field.name } && !field.isOfTheEngine
        }
        return placed + rest
    }

    /// A name for programs, made of the English words.
    func identifier(_ text: String) -> String {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.enumerated().map { index, word in
            index == 0 ? word.prefix(1).lowercased() + word.dropFirst() : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }

    /// The labels that were typed; one stands for both, if the other is missing.
    func label(_ name: String) -> Label? {
        let (english, chinese) = (typed[name], typed[name + "Chinese"])
        guard let first = english ?? chinese else { return nil }
        return Label(english: english ?? first, chinese: chinese ?? first)
    }
}

extension Field {
    fileprivate var isOfTheEngine: Bool {
        if case .system = origin { true } else { false }
    }
}
