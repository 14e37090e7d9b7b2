// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// What one person may do with the records of an entity, taken together over all their roles.
public struct EntityAccess: Sendable {
    public let read: RowRule
    public let create: RowRule
    public let update: RowRule
    public let delete: RowRule
    /// Which records the person may share with others.
    public let share: RowRule
    public let fields: [FieldName: FieldRule]

    public init(
        read: RowRule, create: RowRule, update: RowRule, delete: RowRule, share: RowRule,
        fields: [FieldName: FieldRule]
    ) {
        self.read = read
        self.create = create
        self.update = update
        self.delete = delete
        self.share = share
        self.fields = fields
    }

    public func isVisible(_ field: FieldName) -> Bool { fields[field] != .hidden }
    /// The field is shown as it is, so that filters and orders may name it.
    public func isPlain(_ field: FieldName) -> Bool { isVisible(field) && !isMasked(field) }
    public func isMasked(_ field: FieldName) -> Bool { if case .masked = fields[field] { true } else { false } }
    /// Whether the covered value of one record can be asked for.
    public func reveal(of field: FieldName) -> Mask.Reveal {
        if case .masked(let mask) = fields[field] { mask.reveal } else { .never }
    }
    /// Whether there is a covered value that can be asked for.
    public var reveals: Bool { fields.keys.contains { reveal(of: $0) != .never } }
    public func isWritable(_ field: FieldName) -> Bool { fields[field] == nil }
    /// A new record may be given the field: what is covered is said once, by whoever adds the record.
    public func isGivable(_ field: FieldName) -> Bool { isWritable(field) || isMasked(field) }
}
