// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import Schemas
public import Storage
public import Values

/// Who asks, through which door, of which model, at what time: one value per request, passed down.
public struct Invocation: Sendable {
    /// The way by which a change comes in; kept in the audit.
    public enum Door: String, Sendable {
        case browser, api, commandLine = "cli", importing = "import", demo, engine
    }

    public let actor: Actor
    public let door: Door
    public let environment: StoreEnvironment
    public let now: Instant
    public let language: Language
    /// The automations that led to it; empty for what people and programs ask.
    let chain: AutomationChain
    /// Records that its expressions may name, as `@name`; only scenarios give records names.
    private(set) var records: [String: RecordReference] = [:]
    /// What an outside system told, which its expressions name as `@event`; nil if nothing was.
    private(set) var told: [FieldName: Value]?

    public init(actor: Actor, door: Door, environment: StoreEnvironment, now: Instant, language: Language) {
        self.init(
            actor: actor, door: door, environment: environment, now: now, language: language, chain: AutomationChain())
    }

    init(
        actor: Actor, door: Door, environment: StoreEnvironment, now: Instant, language: Language,
        chain: AutomationChain
    ) {
        self.chain = chain
        self.actor = actor
        self.door = door
        self.environment = environment
        self.now = now
        self.language = language
    }

    public var model: Model { environment.model }

    /// The same on a model that no database holds: good for showing what people may do and see, and for nothing else.
    public func previewing(_ model: Model) -> Invocation {
        on(
            StoreEnvironment(
                model: model, layout: PhysicalLayout(tables: [:]), collations: environment.collations, edition: -1))
    }

    /// The same on another model.
    func on(_ environment: StoreEnvironment) -> Invocation {
        Invocation(actor: actor, door: door, environment: environment, now: now, language: language, chain: chain)
            .naming(records).telling(told)
    }

    /// The same with what an outside system told.
    func telling(_ values: [FieldName: Value]?) -> Invocation {
        var invocation = self
        invocation.told = values
        return invocation
    }

    /// The same with names for records.
    func naming(_ records: [String: RecordReference]) -> Invocation {
        var invocation = self
        invocation.records = records
        return invocation
    }
}

/// A person or program with its roles.
public struct Actor: Sendable, Hashable {
    /// The key of a record of the entity User; nil for the engine itself.
    public let user: RecordID?
    public let userName: String
    public let displayName: String
    public let roles: [RoleName]
    /// The engine itself is not restricted by roles; nobody can sign in as it.
    public let isEngine: Bool

    public init(user: RecordID, userName: String, displayName: String, roles: [RoleName]) {
        self.user = user
        self.userName = userName
        self.displayName = displayName
        self.roles = roles
        isEngine = false
    }

    private init() {
        user = nil
        userName = "engine"
        displayName = "Trellis"
        roles = []
        isEngine = true
    }

    /// The engine itself: deployment, imports run from the command line, demo data.
    public static let engine = Actor()
}

extension Workspace {
    /// A request's context with the model in force and the time of now.
    public func invocation(_ actor: Actor, _ door: Invocation.Door, _ language: Language = .english) -> Invocation {
        Invocation(
            actor: actor, door: door, environment: model.current, now: clock.now(), language: language)
    }
}
