// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Foundation
import PluginKit
import Services
import Storage

/// An end with a message for people and a code for programs.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The message and code for an error of the services or the store; nil for other errors.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as ServiceError: self.init(service: error)
        case let error as StoreError: self.init(store: error)
        case let failure as StartFailure: self.init(.failed, failure.message)
        case let error as PluginError: self.init(.failed, "Two plugins do not go together: \(error).")
        case let error as CocoaError: self.init(.failed, error.localizedDescription)
        default: return nil
        }
    }

    private init(service error: ServiceError) {
        switch error {
        case .unknownName(let kind, let name): self.init(.notFound, "There is no \(kind) “\(name)”.")
        case .notFound(let entity, let id): self.init(.notFound, "There is no \(entity) with the key \(id).")
        case .forbidden(let sentence): self.init(.refused, sentence)
        case .invalid(let findings): self.init(.findings, lines(findings))
        case .exists(let entity, let id): self.init(.refused, "There is a record \(entity)(\(id)) already.")
        case .preconditionRequired: self.init(.refused, "The record is there; say which version may be overwritten.")
        case .unsupported(let sentence): self.init(.refused, sentence.english)
        case .conflict(let current):
            self.init(.refused, "Someone else changed the record meanwhile; its version is now \(current).")
        case .moveRefused(let refusal):
            self.init(
                .refused,
                "The move from \(refusal.from) to \(refusal.to) is refused:\n"
                    + refusal.obstacles.map { "  - " + $0.sentence(.english) }.joined(separator: "\n"))
        case .expression(let option, let error):
            let lines = error.all.map { error in
                "error in \(option) at character \(error.offset + 1): \(error.message.english)"
                    + (error.hint.map { "\n  hint: \($0.english)" } ?? "")
            }
            self.init(.findings, lines.joined(separator: "\n"))
        case .badRequest(let target, let sentence): self.init(.findings, "\(target): \(sentence)")
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .stalePlan(.database):
            self.init(
                .refused,
                "Nothing was done. The database has changed since the plan was made; run ‘trellis plan’ again.")
        case .stalePlan(.packs):
            self.init(
                .refused,
                "Nothing was done. The packs are not those that the plan was made with; run ‘trellis plan’ again.")
        case .stalePlan(.records(let reason, let planned, let now)):
            self.init(
                .refused,
                "Nothing was done. Records were written since the plan was made: \(reason). It would be "
                    + "\(counted(now, "record")) now, and the plan said \(planned); run ‘trellis plan’ again.")
        case .refusedPlan(let sentence):
            self.init(.refused, "Nothing was done. \(sentence)")
        case .editionChanged:
            self.init(.refused, "Another edition was applied meanwhile; nothing was written. Run the command again.")
        case .notUnique(let entity, let fields):
            let names = fields.map(\.rawValue).joined(separator: ", ")
            self.init(.findings, "\(entity).\(names): another record has the same.")
        case .unsupported(let what): self.init(.findings, "The database cannot compute \(what).")
        case .tooComplex: self.init(.findings, "The expression is nested more deeply than the database reads.")
        case .tooCostly: self.init(.findings, "This asks for more work than anybody waits for; narrow it.")
        case .overflow: self.init(.findings, "A number is too large for its type.")
        case .failed(let code, let sentence): self.init(.failed, "The database failed (\(code)): \(sentence)")
        }
    }
}

private func lines(_ findings: [Finding]) -> String {
    findings.map { finding in
        (finding.field.map { "\($0): " } ?? "") + finding.message.english + " [\(finding.code)]"
    }.joined(separator: "\n")
}

/// Whether something is at a path.
func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
