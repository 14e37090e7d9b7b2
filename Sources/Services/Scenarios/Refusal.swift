// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Values

/// What refused somebody something, by the codes that scenarios name.
struct Refusal: Sendable {
    /// Sorted: a code of the engine, with the field behind it if it is about one.
    let codes: [String]
    /// What stood in the way of a move; nil for other refusals.
    var move: MoveRefusal?
    /// The entity of the record that it is about.
    var entity: EntityName?
    /// Those that tell more than their code.
    let findings: [Finding]

    init(codes: [String], move: MoveRefusal? = nil, findings: [Finding] = []) {
        self.codes = codes.sorted()
        self.move = move
        self.findings = findings + (move?.findings ?? [])
    }

    /// Nil for what is no refusal but a failure of the machine, or of the request itself.
    init?(_ error: any Error) {
        guard let error = error as? ServiceError else { return nil }
        switch error {
        case .invalid(let findings): self.init(codes: findings.map(\.scenarioCode), findings: findings)
        case .moveRefused(let refusal):
            self.init(codes: refusal.obstacles.map(\.scenarioCode), move: refusal)
        case .forbidden: self.init(codes: ["forbidden"])
        case .notFound: self.init(codes: ["notFound"])
        case .conflict: self.init(codes: ["conflict"])
        case .exists: self.init(codes: ["exists"])
        case .unsupported: self.init(codes: ["unsupported"])
        case .preconditionRequired: self.init(codes: ["preconditionRequired"])
        case .badRequest, .expression, .unknownName: return nil
        }
    }
}

extension Finding {
    /// `required.amount`, `guard.paid`, `rule.shares`, `referred`.
    var scenarioCode: String {
        guard let field, !code.contains(".") else { return code }
        return "\(code).\(field)"
    }
}

extension MoveRefusal {
    fileprivate var findings: [Finding] {
        obstacles.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
    }
}

extension MoveRefusal.Obstacle {
    var scenarioCode: String {
        if case .missing(let field) = self { return "\(code).\(field)" }
        if case .finding(let finding) = self { return finding.scenarioCode }
        return code
    }
}

extension ServiceError {
    /// The refusal as a person reads it.
    var sentence: String {
        switch self {
        case .invalid(let findings): findings.map(\.message.english).joined(separator: " ")
        case .moveRefused(let refusal): refusal.obstacles.map { $0.sentence(.english) }.joined(separator: " ")
        case .forbidden(let sentence), .badRequest(_, let sentence): sentence
        case .unsupported(let label): label.english
        case .unknownName(let kind, let name): "There is no \(kind) “\(name)” for this person."
        case .notFound(let entity, _): "This record of \(entity) is not there, or may not be seen."
        case .conflict: "Somebody else changed the record meanwhile."
        case .exists: "The record is there already."
        case .preconditionRequired: "It was not said which version may be overwritten."
        case .expression(_, let error): error.message.english
        }
    }
}
