// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// A computed field that counts or adds up the members of one collection, by what each member holds itself.
///
/// A change of a member then changes the result by a difference; nothing else has to be read. The largest and the
/// smallest are kept the same way as long as it is not the last one that goes.
struct RollUp: Sendable {
    enum Kind: Sendable { case count, sum, minimum, maximum }

    let field: Field
    /// The entity of the members, and their field that points to the record.
    let member: EntityName
    let reference: FieldName
    let kind: Kind
    /// Counts only the members for which it is true; nil for all.
    private let filter: TypedNode?
    /// What is added up; nil where members are counted.
    private let value: TypedNode?

    /// Nil if the field is no roll-up of this simple kind.
    init?(_ field: Field, in model: Model) {
        guard case .computed(let expression) = field.origin else { return nil }
        switch expression.root {
        case .count(let path, let filter):
            self.init(field, path, .count, filter: filter, value: nil, model)
        case .aggregate(let path, let value, .sum, _):
            guard RollUp.isExact(value, in: field, model) else { return nil }
            self.init(field, path, .sum, filter: nil, value: value, model)
        case .aggregate(let path, let value, .min, _):
            self.init(field, path, .minimum, filter: nil, value: value, model)
        case .aggregate(let path, let value, .max, _):
            self.init(field, path, .maximum, filter: nil, value: value, model)
        default: return nil
        }
    }

    private init?(
        _ field: Field, _ path: TypedPath, _ kind: Kind, filter: TypedNode?, value: TypedNode?, _ model: Model
    ) {
        guard path.root == .record, path.segments.count == 1, let step = path.segments.first,
            let relationship = model.entities[field.entity]?.relationships[step.name],
            let member = model.entities[relationship.entity],
            [filter, value].compactMap({ $0 }).allSatisfy({ RollUp.readsOnly(member, $0) })
        else { return nil }
        self.field = field
        self.member = member.name
        reference = relationship.field
        self.kind = kind
        self.filter = filter
        self.value = value
    }

    /// Adding the differences of rounded sums would drift: the field must keep every digit of what it adds up.
    private static func isExact(_ value: TypedNode, in field: Field, _ model: Model) -> Bool {
        switch value.type {
        case .integer, .duration: return true
        case .decimal:
            guard case .path(let path) = value, let last = path.segments.last else { return false }
            return (model.entities[last.entity]?.fields[last.name]?.scale ?? .max) <= field.scale
        default: return false
        }
    }

    /// Whether a value is made of the member's own stored fields alone.
    private static func readsOnly(_ member: Entity, _ node: TypedNode) -> Bool {
        node.paths.allSatisfy { path in
            guard path.root == .member, path.segments.count == 1, let name = path.segments.first?.name else {
                return false
            }
            return name == "id" || member.fields[name]?.isStored == true
        }
    }

    /// What a member with these values adds; nil if it adds nothing.
    func share(of values: FieldValues, _ scope: TransactionScope) throws -> Value? {
        let record = RecordReference(entity: member, id: RecordID(high: 0, low: 0))
        let evaluator = scope.evaluator(reading: RecordValues(values: values))
        if let filter, try evaluator.evaluate(filter, ofMember: record) != .boolean(true) { return nil }
        guard let value else { return .integer(1) }
        let share = try evaluator.evaluate(value, ofMember: record)
        return share.isNull ? nil : share
    }

    /// The result after some shares went and others came; nil if the members have to be asked.
    func result(from old: Value, gone: [Value], come: [Value]) -> Value? {
        switch kind {
        case .count, .sum:
            var sum = old
            for value in come { sum = sum.plus(value) }
            for value in gone { sum = sum.plus(value.negated) }
            // Nothing is left of a sum that is zero, or members that cancel each other out.
            let isSure = kind == .count || gone.isEmpty || !come.isEmpty || !sum.isZero
            return isSure && (gone.isEmpty || !old.isNull) ? sum : nil
        case .minimum, .maximum:
            guard !old.isNull || gone.isEmpty else { return nil }
            let best = come.reduce(old) { better($0, $1) }
            return gone.contains { !isWorse($0, than: best) } ? nil : best
        }
    }

    private func better(_ left: Value, _ right: Value) -> Value {
        left.isNull || isWorse(left, than: right) ? right : left
    }

    private func isWorse(_ left: Value, than right: Value) -> Bool {
        guard let order = left.order(to: right) else { return false }
        return kind == .minimum ? order == .greater : order == .less
    }
}

extension Value {
    fileprivate enum Order { case less, same, greater }

    /// The order of two values of one type that has one; nil for others.
    fileprivate func order(to other: Value) -> Order? {
        func compare<Item: Comparable>(_ left: Item, _ right: Item) -> Order {
            left < right ? .less : left == right ? .same : .greater
        }
        switch (self, other) {
        case (.integer(let left), .integer(let right)): return compare(left, right)
        case (.decimal(let left), .decimal(let right)): return compare(left, right)
        case (.date(let left), .date(let right)): return compare(left, right)
        case (.instant(let left), .instant(let right)): return compare(left, right)
        case (.duration(let left), .duration(let right)): return compare(left.microseconds, right.microseconds)
        case (.time(let left), .time(let right)): return compare(left, right)
        default: return nil
        }
    }

    fileprivate var negated: Value {
        switch self {
        case .integer(let number): .integer(0 &- number)
        case .decimal(let number): .decimal(FixedDecimal(units: 0 - number.units, scale: number.scale))
        case .duration(let span): .duration(TimeSpan(microseconds: 0 &- span.microseconds))
        default: self
        }
    }

    fileprivate var isZero: Bool {
        switch self {
        case .integer(let number): number == 0
        case .decimal(let number): number.units == 0
        case .duration(let span): span.microseconds == 0
        default: false
        }
    }
}
