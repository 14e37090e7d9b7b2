// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Packs
public import Storage
public import Values

/// One edition at work: a store, the model in force, and what plugins contribute. Every door leads through here.
public final class Workspace: Sendable {
    public let store: any Store
    /// The model in force; adapters take one snapshot per request.
    public let model: ModelReference
    public let contributions: Contributions
    public let clock: WorkspaceClock
    public let identifiers: IdentifierSource
    /// What was worked out of the models in use.
    let plans: ModelPlans
    /// The people behind tokens seen lately.
    let actors = ActorCache()
    /// Rings when something was written.
    public let bell = JobBell()
    /// Whether plugins reach other systems.
    let calls: Calls
    /// The model whose rules about time were begun.
    let enrolment = EnrolmentMemory()

    public init(
        store: any Store, model: ModelReference, contributions: Contributions, clock: WorkspaceClock = .system,
        identifiers: IdentifierSource = .random
    ) {
        self.store = store
        self.model = model
        self.contributions = contributions
        self.clock = clock
        self.identifiers = identifiers
        calls = .performed
        plans = ModelPlans()
    }

    /// What becomes of actions of plugins that reach other systems.
    enum Calls { case performed, rehearsed }

    /// The same edition on another database, at another time, without reaching other systems.
    init(
        like other: Workspace, on store: any Store, clock: WorkspaceClock, identifiers: IdentifierSource
    ) {
        self.store = store
        model = ModelReference(other.model.current)
        contributions = other.contributions
        calls = .rehearsed
        self.clock = clock
        self.identifiers = identifiers
        plans = other.plans
    }
}

/// What is compiled in: the product's own parts and those of plugins alike.
public struct Contributions: Sendable {
    public let fieldTypes: FieldTypeTable
    public let functions: FunctionTable
    public let collations: [String: Collation]
    /// Called before a record is written; each may refuse with findings.
    public let recordHooks: [RecordHook]
    /// What automations let plugins do.
    public let actions: [ActionDefinition]

    public init(
        fieldTypes: FieldTypeTable, functions: FunctionTable, collations: [String: Collation],
        recordHooks: [RecordHook], actions: [ActionDefinition]
    ) {
        self.actions = actions
        self.fieldTypes = fieldTypes
        self.functions = functions
        self.collations = collations
        self.recordHooks = recordHooks
    }
}

/// A plugin's say before a record is written.
public struct RecordHook: Sendable {
    public let name: String
    /// Nil for every entity.
    public let entity: EntityName?
    /// The record's values before (nil for a new one) and after; the findings refuse the write.
    public let check: @Sendable (_ before: FieldValues?, _ after: FieldValues) -> [Finding]

    public init(
        name: String, entity: EntityName?,
        check: @escaping @Sendable (_ before: FieldValues?, _ after: FieldValues) -> [Finding]
    ) {
        self.name = name
        self.entity = entity
        self.check = check
    }
}

extension PackLoader {
    /// Reads packs that may use everything that is compiled in.
    public init(_ contributions: Contributions) {
        self.init(
            fieldTypes: contributions.fieldTypes, functions: contributions.functions,
            actions: contributions.actions.map(\.form))
    }
}
