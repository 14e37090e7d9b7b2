// SPDX-License-Identifier: Apache-2.0
import Packs
import Values

extension ScenarioStep {
    /// What happens, as a line of a story; nil for what is only expected.
    var sentence: String? {
        switch kind {
        case .person(let person):
            "\(person.name) is there, as \(person.roles.map(\.rawValue).joined(separator: ", "))"
        case .given(let record): record.alias.map { "\($0) is there, of \(record.entity)" }
        case .deed(let deed):
            "\(deed.actor.name) \(deed.kind.words)"
                + (deed.refusal.map { ": refused by \($0.joined(separator: " "))" } ?? "")
        case .advance(.by(let span)): "\(span) passes"
        case .advance(.to): "time passes"
        case .expectation: nil
        }
    }

    /// What is expected of the step itself.
    var wish: String {
        switch kind {
        case .person(let person): "\(person.name) to be there"
        case .given(let record): "\(record.alias ?? "a record") of \(record.entity) to be there"
        case .deed(let deed): "\(deed.actor.name) \(deed.kind.words)"
        case .advance: "time to pass"
        case .expectation: "an answer"
        }
    }
}

extension ScenarioActor {
    var name: String {
        switch self {
        case .person(let name): name
        case .engine: "the engine"
        }
    }

    /// Behind a statement that is true in somebody's eyes only.
    var eyes: String {
        switch self {
        case .person(let name): " in the eyes of \(name)"
        case .engine: ""
        }
    }
}

extension ScenarioDeed.Kind {
    /// The entity that it is about; nil if it is about no record.
    var entity: EntityName? {
        switch self {
        case .create(let entity, _, _): entity
        case .update(let record, _), .delete(let record), .restore(let record): record.entity
        case .move(let move): move.record.entity
        case .action(let call): call.record.entity
        case .ask(let move): move.record.entity
        case .approve(let approval), .reject(let approval), .withdraw(let approval): approval.record.entity
        case .claim(let record), .release(let record): record.entity
        case .importing, .substitute, .event: nil
        }
    }

    fileprivate var words: String {
        switch self {
        case .create(let entity, let alias, _): "creates \(alias ?? "a record") of \(entity)"
        case .update(let record, let values):
            "updates \(values.map(\.field.rawValue).joined(separator: ", ")) of \(record.name)"
        case .move(let move): "moves \(move.record.name) to \(move.to)"
        case .delete(let record): "deletes \(record.name)"
        case .restore(let record): "restores \(record.name)"
        case .action(let call): "does \(call.name) to \(call.record.name)"
        case .ask(let move): "asks to move \(move.record.name) to \(move.to)"
        case .approve(let approval): "approves \(approval.approval) of \(approval.record.name)"
        case .reject(let approval): "rejects \(approval.approval) of \(approval.record.name)"
        case .withdraw(let approval): "takes back \(approval.approval) of \(approval.record.name)"
        case .substitute(let person, let from, let until): "lets \(person) approve from \(from) until \(until)"
        case .event(let message): "tells \(message.event)"
        case .claim(let record): "claims \(record.name)"
        case .release(let record): "releases \(record.name)"
        case .importing(let run): "imports \(run.file.path) by \(run.mapping)"
        }
    }
}
