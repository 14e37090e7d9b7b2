// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What somebody does in a scenario, and what is expected to refuse it.
public struct ScenarioDeed: Sendable {
    public enum Kind: Sendable {
        case create(EntityName, alias: String?, [ScenarioAssignment])
        case update(ScenarioAlias, [ScenarioAssignment])
        case move(ScenarioMove)
        case delete(ScenarioAlias)
        case restore(ScenarioAlias)
        /// Something that the services offer by a name of its own.
        case action(ScenarioActionCall)
        case importing(ScenarioImport)
        /// Asks for what a move needs.
        case ask(ScenarioMove)
        case approve(ScenarioApproval)
        case reject(ScenarioApproval)
        case withdraw(ScenarioApproval)
        /// Lets a person approve in the actor's place, both days included.
        case substitute(person: String, from: CalendarDate, until: CalendarDate)
        case event(ScenarioMessage)
        case claim(ScenarioAlias)
        case release(ScenarioAlias)
    }

    public let actor: ScenarioActor
    public let kind: Kind
    /// The codes of everything that refuses it, sorted; nil if it succeeds.
    public let refusal: [String]?
    /// What some of those refusals tell.
    public let told: [ScenarioRefusal]

    public init(actor: ScenarioActor, kind: Kind, refusal: [String]?, told: [ScenarioRefusal]) {
        self.actor = actor
        self.kind = kind
        self.refusal = refusal
        self.told = told
    }
}

/// A value for a field.
public struct ScenarioAssignment: Sendable {
    public enum Source: Sendable {
        case expression(TypedExpression)
        case value(Value)
        /// The record that a unique field or title names.
        case named(String)
    }

    public let field: FieldName
    public let source: Source
    public let range: SourceRange

    public init(field: FieldName, source: Source, range: SourceRange) {
        self.field = field
        self.source = source
        self.range = range
    }
}

/// A move to another stage.
public struct ScenarioMove: Sendable {
    public let record: ScenarioAlias
    public let pipeline: PipelineName
    public let to: StageName
    public let reason: String?
    public let values: [ScenarioAssignment]

    public init(
        record: ScenarioAlias, pipeline: PipelineName, to: StageName, reason: String?, values: [ScenarioAssignment]
    ) {
        self.record = record
        self.pipeline = pipeline
        self.to = to
        self.reason = reason
        self.values = values
    }
}

/// Something done to a record that is neither a change of fields nor a move.
public struct ScenarioActionCall: Sendable {
    public let name: String
    public let record: ScenarioAlias
    public let reason: String?
    /// By the names that the action gives them.
    public let arguments: [String: TypedExpression]

    public init(name: String, record: ScenarioAlias, reason: String?, arguments: [String: TypedExpression]) {
        self.name = name
        self.record = record
        self.reason = reason
        self.arguments = arguments
    }
}

/// Something that an outside system tells.
public struct ScenarioMessage: Sendable {
    public let event: EventName
    /// Nil for one of its own.
    public let key: String?
    public let values: [ScenarioAssignment]

    public init(event: EventName, key: String?, values: [ScenarioAssignment]) {
        self.event = event
        self.key = key
        self.values = values
    }
}

/// An import of a file, with the counts that are expected.
public struct ScenarioImport: Sendable {
    public let mapping: ImportName
    public let file: ScenarioFile
    /// By `created`, `updated`, `unchanged` and `rejected`.
    public let counts: [String: Int]

    public init(mapping: ImportName, file: ScenarioFile, counts: [String: Int]) {
        self.mapping = mapping
        self.file = file
        self.counts = counts
    }
}

/// A file that lies beside a scenario.
public struct ScenarioFile: Sendable {
    /// As findings name it.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
