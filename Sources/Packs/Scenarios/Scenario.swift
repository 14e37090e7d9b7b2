// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
public import Values

/// A test that a pack carries: what is there, what people do, what time brings, and what is expected.
public struct Scenario: Sendable {
    public let name: String
    public let label: Label
    public let pack: PackName
    /// The moment at which it begins.
    public let start: Instant
    /// It begins with the people and records that the packs show themselves with.
    public let isDemonstration: Bool
    /// In the order in which everything happens, those of its setting first.
    public let steps: [ScenarioStep]
    public let range: SourceRange

    public init(
        name: String, label: Label, pack: PackName, start: Instant, isDemonstration: Bool,
        steps: [ScenarioStep], range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.pack = pack
        self.start = start
        self.isDemonstration = isDemonstration
        self.steps = steps
        self.range = range
    }
}

/// One thing that happens in a scenario, or that is expected at that point of it.
public struct ScenarioStep: Sendable {
    public enum Kind: Sendable {
        case person(ScenarioPerson)
        case given(ScenarioRecord)
        case deed(ScenarioDeed)
        case advance(ScenarioTime)
        case expectation(ScenarioExpectation)
    }

    public let kind: Kind
    public let range: SourceRange

    public init(_ kind: Kind, at range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// A record by the name that a scenario gave it.
public struct ScenarioAlias: Sendable, Hashable {
    public let name: String
    public let entity: EntityName

    public init(name: String, entity: EntityName) {
        self.name = name
        self.entity = entity
    }
}

/// Who does or sees something.
public enum ScenarioActor: Sendable, Hashable {
    case person(String)
    /// The engine itself, which no role restricts.
    case engine
}

/// A user of a scenario.
public struct ScenarioPerson: Sendable {
    public let name: String
    public let displayName: String
    public let roles: [RoleName]
    public let values: [ScenarioAssignment]

    public init(name: String, displayName: String, roles: [RoleName], values: [ScenarioAssignment]) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.values = values
    }
}

/// A record that is there.
public struct ScenarioRecord: Sendable {
    /// Nil if the scenario does not speak of it.
    public let alias: String?
    public let entity: EntityName
    public let values: [ScenarioAssignment]
    /// When it was written; nil for the moment that it is.
    public let moment: Instant?

    public init(alias: String?, entity: EntityName, values: [ScenarioAssignment], moment: Instant?) {
        self.alias = alias
        self.entity = entity
        self.values = values
        self.moment = moment
    }
}

/// How long time passes.
public enum ScenarioTime: Sendable, Hashable {
    case by(TimeSpan)
    case to(Instant)
}
