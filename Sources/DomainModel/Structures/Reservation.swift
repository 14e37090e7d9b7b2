// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions
public import Values

/// What one record at a time may hold: a flat, a machine, a bay for some hours.
///
/// A record holds it while the condition is true, something is named, and the end has not come; nothing but the record's
/// own values decides, so that a write is refused before it has written anything.
public struct Reservation: Sendable {
    /// From when to when; only what overlaps excludes each other. Days are held until their end.
    public struct Period: Sendable {
        /// Dates or moments, both the same.
        public let starts: TypedExpression
        public let ends: TypedExpression

        public init(starts: TypedExpression, ends: TypedExpression) {
            self.starts = starts
            self.ends = ends
        }
    }

    public let name: ReservationName
    public let label: Label
    /// The records that hold.
    public let entity: EntityName
    /// The field that names what is held; mostly a reference.
    public let resource: FieldName
    /// Fields that name it together with that one, such as the day on which a room is held; mostly none.
    public let further: [FieldName]
    public let condition: TypedExpression
    /// A date or moment at which it ends by itself; nil for never.
    public let until: TypedExpression?
    /// The field that names who holds it; nil to name the record.
    public let holder: FieldName?
    /// Nil if it is held as a whole.
    public let period: Period?
    public let range: SourceRange

    public init(
        name: ReservationName, label: Label, entity: EntityName, resource: FieldName, further: [FieldName],
        condition: TypedExpression,
        until: TypedExpression?, holder: FieldName?, period: Period?, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.resource = resource
        self.further = further
        self.condition = condition
        self.until = until
        self.holder = holder
        self.period = period
        self.range = range
    }

    /// What happens when a reservation ends by itself.
    public static let expiry = "reservation expired"

    /// Every field that names what is held; records that lack one of them hold nothing.
    public var resources: [FieldName] { [resource] + further }

    /// Everything besides those that decides what a record holds.
    public var expressions: [TypedExpression] {
        [condition, until, period?.starts, period?.ends].compactMap(\.self)
    }
}

extension Reservation {
    /// The condition that a record holds something at a moment, as one expression.
    public func claim(_ calendar: CalendarSettings) -> TypedNode {
        var claim = condition.root
        func demand(_ node: TypedNode) { claim = .binary(.and, claim, node, type: .boolean, offset: 0) }
        if let until {
            let isOpen = TypedNode.binary(.equal, until.root, .literal(.null, .null), type: .boolean, offset: 0)
            let isAhead: TypedNode =
                until.type == .date
                ? .binary(
                    .greaterOrEqual, until.root, .literal(.date(calendar.today), .date), type: .boolean, offset: 0)
                : .binary(.greater, until.root, .literal(.instant(calendar.now), .instant), type: .boolean, offset: 0)
            demand(.binary(.or, isOpen, isAhead, type: .boolean, offset: 0))
        }
        for end in [period?.starts, period?.ends].compactMap(\.self) {
            demand(.binary(.notEqual, end.root, .literal(.null, .null), type: .boolean, offset: 0))
        }
        return claim
    }
}
