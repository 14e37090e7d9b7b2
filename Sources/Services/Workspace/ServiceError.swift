// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Values

/// One thing that is wrong with what was asked: a stable code, the field if it is about one, and a sentence.
public struct Finding: Sendable, Hashable {
    /// Such as `required`, `invalid`, `notUnique`, `unique.<name>`, `rule.<name>`, `guard.<name>`, `readOnly`, `unknownField`.
    public let code: String
    public let field: FieldName?
    public let message: Label
    /// Where the record that it is about stands in what was sent, if it came with another one: `contacts[1]`.
    public private(set) var place: String?
    /// What the sentence tells, for programs: `holder`, `until`, …; no more than the asker may know.
    public private(set) var facts: [String: Value] = [:]

    public init(code: String, field: FieldName?, message: Label) {
        self.code = code
        self.field = field
        self.message = message
    }

    /// The same about a record that stands inside of what was sent.
    public func inside(_ outer: String?) -> Finding {
        guard let outer else { return self }
        var finding = self
        finding.place = place.map { "\(outer)/\($0)" } ?? outer
        return finding
    }

    /// The same with what its sentence tells; facts that are null are left out.
    func telling(_ facts: [String: Value]) -> Finding {
        var finding = self
        finding.facts = facts.filter { !$0.value.isNull }
        return finding
    }

    /// The field with the place before it, for programs.
    public var target: String? {
        guard let place else { return field?.rawValue }
        return field.map { "\(place)/\($0)" } ?? place
    }
}

/// Why a request was refused. Adapters turn it into a status, a page or an exit code.
public enum ServiceError: Error, Sendable {
    /// There is no such entity, pipeline, report, … or the asker may not know of it.
    case unknownName(kind: String, name: String)
    /// There is no such record, or the asker may not see it.
    case notFound(EntityName, RecordID)
    /// The asker sees the record but may not do this.
    case forbidden(String)
    /// The values break rules; all of them are listed and nothing was written.
    case invalid([Finding])
    /// The record was changed by someone else since it was read.
    case conflict(current: Int64)
    /// The record is there, and whoever asks wants it only if it is not.
    case exists(EntityName, RecordID)
    /// The record is there, and whoever asks did not say which version may be overwritten.
    case preconditionRequired
    /// This cannot be asked here.
    case unsupported(Label)
    /// The stage move is refused; everything that is missing is listed and nothing was written.
    case moveRefused(MoveRefusal)
    /// An expression of the request is wrong; the option it came in (`$filter`) and the place in it.
    case expression(option: String, ExpressionError)
    /// A page token, number or option of the request is wrong.
    case badRequest(target: String, String)
}
