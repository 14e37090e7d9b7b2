// SPDX-License-Identifier: Apache-2.0
public import Values

/// What an expression over named figures may name: the figures themselves, and the aliases around it.
public struct FigureScope: TypeScope {
    /// What the expression is about, in the place of an entity.
    public static let owner = EntityName(StepScope.columnRoot)

    private let figures: [(name: FieldName, type: ValueType)]
    private let base: any TypeScope

    public init(_ figures: [(name: FieldName, type: ValueType)], in base: any TypeScope) {
        self.figures = figures
        self.base = base
    }

    public func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        entity == Self.owner ? figures.first { $0.name == property }?.type : base.type(of: property, in: entity)
    }

    public func properties(of entity: EntityName) -> [FieldName] {
        entity == Self.owner ? figures.map(\.name) : base.properties(of: entity)
    }

    public func options(of choice: ChoiceName) -> [ChoiceOption]? { base.options(of: choice) }
    public func type(ofAlias alias: String) -> ValueType? { base.type(ofAlias: alias) }
    public var aliases: [String] { base.aliases }
}

/// Named figures as the values of a record.
public struct FigureSource: RecordSource {
    /// The record that expressions over figures are about.
    public static let record = RecordReference(entity: FigureScope.owner, id: RecordID(high: 0, low: 0))

    private let figures: [FieldName: Value]

    public init(_ figures: [FieldName: Value]) { self.figures = figures }

    public func value(of property: FieldName, in record: RecordReference) throws -> Value {
        figures[property] ?? .null
    }

    public func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] { [] }
}
