// SPDX-License-Identifier: Apache-2.0
public import OrderedCollections
public import Values

/// The model in force: every pack of an edition merged, resolved and checked; immutable.
public final class Model: Sendable {
    public let packs: [Pack]
    public let entities: OrderedDictionary<EntityName, Entity>
    public let pipelines: OrderedDictionary<PipelineName, Pipeline>
    public let roles: OrderedDictionary<RoleName, Role>
    public let reports: OrderedDictionary<ReportName, Report>
    public let imports: OrderedDictionary<ImportName, ImportMapping>
    /// Values that a pack names, by alias without `@`.
    public let parameters: [String: Parameter]
    public let demoFiles: [DemoFile]
    public let demoUsers: [DemoUser]
    /// What people of the demonstration ask others to approve, in the order of the packs.
    public let demoRequests: [DemoRequest]
    /// How records of a demonstration are made up, in the order in which they are.
    public let generators: [RecordGenerator]
    /// In the order of the packs.
    public let seeds: [Seed]
    /// By the entity whose records are claimed.
    public let pools: OrderedDictionary<EntityName, Pool>
    /// Working calendars, clocks and automations.
    public let time: TimeRules
    /// Metrics, dashboards and goals.
    public let analysis: Analysis
    /// What is kept whole whoever writes at the same time.
    public let structures: GuardedStructures
    /// A digest of everything above: equal models have equal fingerprints.
    public let fingerprint: String

    public init(
        packs: [Pack], entities: OrderedDictionary<EntityName, Entity>,
        pipelines: OrderedDictionary<PipelineName, Pipeline>, roles: OrderedDictionary<RoleName, Role>,
        reports: OrderedDictionary<ReportName, Report>, imports: OrderedDictionary<ImportName, ImportMapping>,
        parameters: [String: Parameter], demoFiles: [DemoFile], demoUsers: [DemoUser],
        demoRequests: [DemoRequest] = [],
        generators: [RecordGenerator] = [],
        seeds: [Seed] = [],
        fingerprint: String, time: TimeRules = TimeRules(), analysis: Analysis = Analysis(),
        pools: OrderedDictionary<EntityName, Pool> = [:],
        structures: GuardedStructures = GuardedStructures()
    ) {
        self.analysis = analysis
        self.pools = pools
        self.time = time
        self.structures = structures
        self.packs = packs
        self.entities = entities
        self.pipelines = pipelines
        self.roles = roles
        self.reports = reports
        self.imports = imports
        self.parameters = parameters
        self.demoFiles = demoFiles
        self.demoUsers = demoUsers
        self.demoRequests = demoRequests
        self.generators = generators
        self.seeds = seeds
        self.fingerprint = fingerprint
        var byField: [EntityName: [FieldName: Pipeline]] = [:]
        for pipeline in pipelines.values { byField[pipeline.entity, default: [:]][pipeline.field] = pipeline }
        pipelinesByField = byField
    }

    private let pipelinesByField: [EntityName: [FieldName: Pipeline]]

    /// The pipelines of an entity by the field that holds their stage.
    public func pipelines(of entity: EntityName) -> [FieldName: Pipeline] { pipelinesByField[entity] ?? [:] }
}

/// A layer of the edition.
public struct Pack: Sendable, Hashable {
    public let name: PackName
    public let version: String
    public let label: Label

    public init(name: PackName, version: String, label: Label) {
        self.name = name
        self.version = version
        self.label = label
    }
}

/// A value that a pack names so that rules need not repeat it.
public struct Parameter: Sendable, Hashable {
    public let type: ValueType
    public let value: Value
    public let label: Label

    public init(type: ValueType, value: Value, label: Label) {
        self.type = type
        self.value = value
        self.label = label
    }
}
