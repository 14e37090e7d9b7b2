// SPDX-License-Identifier: Apache-2.0
public import Values

/// Computes typed expressions in memory.
public struct Evaluator {
    let functions: FunctionTable
    let calendar: CalendarSettings
    let aliases: [String: AliasValue]
    let source: any RecordSource

    public init(
        functions: FunctionTable, calendar: CalendarSettings, aliases: [String: AliasValue],
        source: any RecordSource
    ) {
        self.functions = functions
        self.calendar = calendar
        self.aliases = aliases
        self.source = source
    }

    /// The value of an expression for a record.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``, and what the source throws.
    public func evaluate(_ expression: TypedExpression, on record: RecordReference) throws -> Value {
        try evaluate(expression.root, Frame(record: record))
    }

    /// The value of a part of an expression that is about the members of a collection, for one of them.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``, and what the source throws.
    public func evaluate(_ node: TypedNode, ofMember member: RecordReference) throws -> Value {
        try evaluate(node, Frame(record: member, member: .record(member)))
    }

    /// Whether a condition is true; false and null are both not.
    public func isTrue(_ condition: TypedExpression, on record: RecordReference) throws -> Bool {
        try evaluate(condition, on: record) == .boolean(true)
    }

    /// What names stand for at one place of the expression.
    struct Frame {
        enum Subject {
            case record(RecordReference)
            case value(Value)
        }

        let record: RecordReference
        var member: Subject?
        var variables: [String: Subject] = [:]
    }

    func evaluate(_ node: TypedNode, _ frame: Frame) throws -> Value {
        switch node {
        case .literal(let value, _): return value
        case .path(let path): return try value(of: path, frame)
        case .not(let operand):
            guard case .boolean(let value) = try evaluate(operand, frame) else { return .null }
            return .boolean(!value)
        case .negate(let operand): return try negated(evaluate(operand, frame))
        case .binary(let operation, let left, let right, let type, let offset):
            return try binary(operation, left, right, type, offset, frame)
        case .isIn(let operand, let items):
            let value = try evaluate(operand, frame)
            return .boolean(try items.contains { areEqual(value, try evaluate($0, frame)) })
        case .isInCollection(let operand, let path):
            let value = try evaluate(operand, frame)
            return .boolean(try members(of: path, frame).contains { areEqual(value, subjectValue($0)) })
        case .call(.visited, let arguments, _): return try visited(arguments, frame)
        case .call(FunctionDefinition.under.name, let arguments, _): return try isUnder(arguments, frame)
        case .call(asOfFunction, let arguments, _): return try valueInThePast(arguments, frame)
        case .call(.shared, _, _): return try isShared(node, frame)
        case .call(let name, let arguments, _):
            guard let function = functions[name] else { return .null }
            return function.evaluate(try promoted(arguments, function, frame), calendar)
        case .conditional(let branches, let type):
            for branch in branches where try evaluate(branch.condition, frame) == .boolean(true) {
                return convert(try evaluate(branch.value, frame), to: type)
            }
            return .null
        case .any(let path, let variable, let condition):
            return .boolean(try members(of: path, frame).contains { try isTrue(condition, variable, $0, frame) })
        case .all(let path, let variable, let condition):
            return .boolean(try members(of: path, frame).allSatisfy { try isTrue(condition, variable, $0, frame) })
        case .count(let path, let filter):
            let all = try members(of: path, frame)
            guard let filter else { return .integer(Int64(all.count)) }
            return .integer(Int64(try all.count { try evaluate(filter, about($0, frame)) == .boolean(true) }))
        case .aggregate(let path, let value, let method, let type):
            let values = try members(of: path, frame).map { try evaluate(value, about($0, frame)) }
            return try aggregate(values, method, type)
        case .cast(let operand, let type): return convert(try evaluate(operand, frame), to: type)
        }
    }

    private func isTrue(
        _ condition: TypedNode?, _ variable: String, _ member: Frame.Subject, _ frame: Frame
    ) throws -> Bool {
        guard let condition else { return true }
        var inner = frame
        inner.variables[variable] = member
        return try evaluate(condition, inner) == .boolean(true)
    }

    private func about(_ member: Frame.Subject, _ frame: Frame) -> Frame {
        var inner = frame
        inner.member = member
        return inner
    }

    /// The arguments, integers turned into decimals or doubles where no signature takes an integer.
    private func promoted(
        _ arguments: [TypedNode], _ function: FunctionDefinition, _ frame: Frame
    ) throws -> [Value] {
        try arguments.enumerated().map { index, node in
            let value = try evaluate(node, frame)
            guard case .integer = value else { return value }
            let wanted = function.signatures.compactMap { $0.parameters.count > index ? $0.parameters[index] : nil }
            return wanted.contains(.integer) ? value : convert(value, to: wanted.first ?? .integer)
        }
    }
}

extension Evaluator {
    private func value(of path: TypedPath, _ frame: Frame) throws -> Value {
        guard let (subject, rest) = try start(path, frame) else { return .null }
        return try follow(subject, rest)
    }

    /// A field of a record as it was; the way to the record is that of today.
    private func valueInThePast(_ arguments: [TypedNode], _ frame: Frame) throws -> Value {
        guard arguments.count == 2, case .path(let path) = arguments[0], let last = path.segments.last,
            let time = PastTime(try evaluate(arguments[1], frame)), let (subject, rest) = try start(path, frame),
            case .identifier(let id) = try follow(subject, rest.dropLast())
        else { return .null }
        return try source.value(of: last.name, in: RecordReference(entity: last.entity, id: id), asOf: time)
    }

    /// The subject that a path begins with, and the segments that are left; nil if there is none.
    private func start(
        _ path: TypedPath, _ frame: Frame
    ) throws -> (Frame.Subject, ArraySlice<TypedPath.Segment>)? {
        let rest = path.segments[...]
        switch path.root {
        case .record: return (.record(frame.record), rest)
        case .member: return frame.member.map { ($0, rest) }
        case .variable(let name): return frame.variables[name].map { ($0, rest) }
        case .alias(let name):
            switch aliases[name] {
            case .value(let value): return (.value(value), rest)
            case .record(let reference): return reference.map { (.record($0), rest) }
            case .properties(let values):
                guard let first = rest.first else { return (.value(values["id"] ?? .null), rest) }
                let value = values[first.name] ?? .null
                return (subject(value, first.type), rest.dropFirst())
            case nil: return nil
            }
        }
    }

    private func subject(_ value: Value, _ type: ValueType) -> Frame.Subject {
        if case .entity(let entity) = type, case .identifier(let id) = value {
            return .record(RecordReference(entity: entity, id: id))
        }
        return .value(value)
    }

    private func follow(_ start: Frame.Subject, _ segments: ArraySlice<TypedPath.Segment>) throws -> Value {
        var subject = start
        for segment in segments {
            guard case .record(let record) = subject else { return .null }
            let value = try source.value(of: segment.name, in: record)
            subject = self.subject(value, segment.type)
        }
        return subjectValue(subject)
    }

    /// Whether the record that a path of a stage leads to is or was in it.
    private func visited(_ arguments: [TypedNode], _ frame: Frame) throws -> Value {
        guard arguments.count == 2, case .path(let path) = arguments[0],
            case .literal(.text(let option), _) = arguments[1], let last = path.segments.last,
            let (subject, rest) = try start(path, frame),
            case .identifier(let id) = try follow(subject, rest.dropLast())
        else { return .boolean(false) }
        let record = RecordReference(entity: last.entity, id: id)
        if try source.value(of: last.name, in: record) == .text(option) { return .boolean(true) }
        return .boolean(try source.wasIn(option, of: last.name, record))
    }

    private func subjectValue(_ subject: Frame.Subject) -> Value {
        switch subject {
        case .record(let record): .identifier(record.id)
        case .value(let value): value
        }
    }

    /// The key of the record whose collection a path leads to; null if a reference on the way is.
    private func owner(ofCollection path: TypedPath, _ frame: Frame) throws -> Value {
        try value(of: TypedPath(root: path.root, rootType: path.rootType, segments: path.segments.dropLast()), frame)
    }

    /// The members of a collection-valued path; none if a reference on the way is null.
    private func members(of path: TypedPath, _ frame: Frame) throws -> [Frame.Subject] {
        guard case .collection(.entity(let entity)) = path.type else {
            guard case .collection(let values) = try value(of: path, frame) else { return [] }
            return values.map { .value($0) }
        }
        guard let last = path.segments.last, case .identifier(let id) = try owner(ofCollection: path, frame) else {
            return []
        }
        return try source.members(of: last.name, in: RecordReference(entity: last.entity, id: id))
            .map { .record(RecordReference(entity: entity, id: $0.id)) }
    }
}
