// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Values

/// What a record has to have, so that it may come somewhere or go from there.
public struct StageRequirements: Sendable {
    /// Fields that must have a value.
    public let fields: [FieldName]
    public let guards: [Guard]
    public let needs: [RelatedNeed]

    public init(fields: [FieldName] = [], guards: [Guard] = [], needs: [RelatedNeed] = []) {
        self.fields = fields
        self.guards = guards
        self.needs = needs
    }

    public var isEmpty: Bool { fields.isEmpty && guards.isEmpty && needs.isEmpty }
}

/// A condition on a move, with the sentence that a person reads if it is not true.
public struct Guard: Hashable, Sendable {
    public let name: String
    public let condition: TypedExpression
    public let message: Label

    public init(name: String, condition: TypedExpression, message: Label) {
        self.name = name
        self.condition = condition
        self.message = message
    }
}

/// Related records that there must be, with the sentence that a person reads if they are not there.
public struct RelatedNeed: Hashable, Sendable {
    public let name: String
    /// The collection they belong to.
    public let relationship: FieldName
    /// At least so many, 1 or more.
    public let count: Int
    /// How many there are: an integer, computed of the record that needs them.
    public let present: TypedExpression
    public let message: Label

    public init(name: String, relationship: FieldName, count: Int, present: TypedExpression, message: Label) {
        self.name = name
        self.relationship = relationship
        self.count = count
        self.present = present
        self.message = message
    }
}
