// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// Tiles that people of some roles see together, in place of the home page of their roles.
public struct Dashboard: Sendable {
    public let name: DashboardName
    public let label: Label
    /// Empty for everybody.
    public let roles: [RoleName]
    public let tiles: [HomePage.Tile]
    public let range: SourceRange

    public init(name: DashboardName, label: Label, roles: [RoleName], tiles: [HomePage.Tile], range: SourceRange) {
        self.name = name
        self.label = label
        self.roles = roles
        self.tiles = tiles
        self.range = range
    }

    /// Whether it is meant for somebody with these roles.
    public func isFor(_ roles: [RoleName]) -> Bool {
        self.roles.isEmpty || !self.roles.allSatisfy { !roles.contains($0) }
    }
}

/// Where goals are kept: the entity, and its fields for what the engine reads of a goal.
public struct GoalBook: Sendable {
    public let entity: EntityName
    /// A choice of the metrics.
    public let metric: FieldName
    public let target: FieldName
    /// Where the figure stood at the beginning; zero without it.
    public let baseline: FieldName?
    /// The last day.
    public let due: FieldName?
    /// The first day; records before it do not count.
    public let starts: FieldName?
    /// A reference to a user; only what counts to that user counts.
    public let owner: FieldName?
    /// A reference to the user who answers for a goal that is nobody's alone.
    public let responsible: FieldName?
    /// The fields that show the figure, and in percent how far it is; nil to show what is written there.
    public let figure: FieldName?
    public let attainment: FieldName?
    public let range: SourceRange

    public init(
        entity: EntityName, metric: FieldName, target: FieldName, baseline: FieldName?, due: FieldName?,
        starts: FieldName?, owner: FieldName?, responsible: FieldName?, figure: FieldName?, attainment: FieldName?,
        range: SourceRange
    ) {
        self.entity = entity
        self.metric = metric
        self.target = target
        self.baseline = baseline
        self.due = due
        self.starts = starts
        self.owner = owner
        self.responsible = responsible
        self.figure = figure
        self.attainment = attainment
        self.range = range
    }

    /// Every field that is read of a goal.
    public var readFields: [FieldName] {
        [metric, target] + [baseline, due, starts, owner, responsible].compactMap(\.self)
    }
    /// Every field that is named.
    public var fields: [FieldName] { readFields + [figure, attainment].compactMap(\.self) }

    /// The name of the list of options that the metrics of an edition are.
    public static let metricChoice = ChoiceName("metrics")
}
