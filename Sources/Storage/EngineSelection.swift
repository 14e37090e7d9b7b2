// SPDX-License-Identifier: Apache-2.0
public import Schemas
public import Values

/// What is asked of a table of the engine.
public struct EngineSelection: Sendable {
    public let table: EngineTable
    public var conditions: [EngineCondition]
    /// A column to sort by; nil for the order of the key.
    public var order: String?
    public var isDescending: Bool
    public var limit: Int

    public init(
        _ table: EngineTable, where conditions: [EngineCondition] = [], order: String? = nil,
        isDescending: Bool = false, limit: Int = 1000
    ) {
        self.table = table
        self.conditions = conditions
        self.order = order
        self.isDescending = isDescending
        self.limit = limit
    }
}

/// A condition on one column of a table of the engine.
public enum EngineCondition: Sendable, Hashable {
    case equals(String, Value)
    case less(String, Value)
    case greater(String, Value)
}
