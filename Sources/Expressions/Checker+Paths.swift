// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

extension Checker {
    func check(_ path: ParsedPath) throws(ExpressionError) -> TypedNode {
        let typed = try resolve(path)
        guard let tail = path.tail else { return .path(typed) }
        guard case .collection(let element) = typed.type else {
            throw ExpressionError(
                .notCollection, at: path.tailOffset, length: 3, "What stands before this is no collection.",
                "前面的内容不是集合。")
        }
        switch tail {
        case .anyMember: return .any(typed, variable: "", nil)
        case .any(let variable, let condition):
            let inner = binding(variable, to: element)
            return .any(typed, variable: variable, try inner.condition(condition, at: path.tailOffset))
        case .all(let variable, let condition):
            let inner = binding(variable, to: element)
            return .all(typed, variable: variable, try inner.condition(condition, at: path.tailOffset))
        case .count(let filter):
            guard let filter else { return .count(typed, filter: nil) }
            return .count(typed, filter: try about(element).condition(filter))
        case .aggregate(let value, let method, let place):
            return try aggregate(typed, element, value, method, place, path.tailOffset)
        }
    }

    func binding(_ variable: String, to type: ValueType) -> Checker {
        var inner = self
        inner.variables[variable] = type
        return inner
    }

    func about(_ member: ValueType) -> Checker {
        var inner = self
        inner.member = member
        return inner
    }

    private func aggregate(
        _ path: TypedPath, _ element: ValueType, _ value: ParsedExpression, _ method: String, _ place: Range<Int>,
        _ tailOffset: Int
    ) throws(ExpressionError) -> TypedNode {
        guard let method = AggregateMethod(rawValue: method) else {
            throw ExpressionError(
                .unsupported, at: place.lowerBound, length: place.count,
                "There is no method “\(method)”.", "没有汇总方法“\(method)”。",
                hint: Wording(
                    "The methods are sum, min, max, average and countdistinct.",
                    "汇总方法有 sum、min、max、average 和 countdistinct。"))
        }
        let node = try about(element).check(value)
        guard let type = method.result(of: node.type) else {
            throw ExpressionError(
                .typeMismatch, at: tailOffset, length: 9,
                "\(method.rawValue) needs numbers, not \(describe(node.type)).",
                "\(method.rawValue) 需要数字，而不是\(describe(node.type).chinese)。")
        }
        return .aggregate(path, node, method, type: type)
    }

    private func resolve(_ path: ParsedPath) throws(ExpressionError) -> TypedPath {
        var rest = path.segments[...]
        let root: TypedPath.Root
        var type: ValueType
        switch path.root {
        case .record:
            (root, type) = (.record, .entity(entity))
        case .member:
            (root, type) = member.map { (.member, $0) } ?? (.record, .entity(entity))
        case .alias(let name):
            guard let aliasType = scope.type(ofAlias: name) else { throw unknownAlias(name, path.rootOffset) }
            (root, type) = (.alias(name), aliasType)
        case .name:
            if let first = rest.first, let variable = variables[first.name] {
                (root, type) = (.variable(first.name), variable)
                rest = rest.dropFirst()
            } else {
                (root, type) = member.map { (.member, $0) } ?? (.record, .entity(entity))
            }
        }
        let rootType = type
        var segments: [TypedPath.Segment] = []
        for segment in rest {
            let next = try step(from: type, segment)
            segments.append(next)
            type = next.type
        }
        let hops = segments.dropLast().count
        guard hops <= limits.hops else {
            throw ExpressionError(
                .tooCostly, at: path.rootOffset, length: 1, "A path follows at most \(limits.hops) references.",
                "一条路径最多经过 \(limits.hops) 个引用。")
        }
        return TypedPath(root: root, rootType: rootType, segments: segments)
    }

    private func step(
        from type: ValueType, _ segment: ParsedPath.Segment
    ) throws(ExpressionError) -> TypedPath.Segment {
        let length = segment.name.unicodeScalars.count
        guard !segment.isFunction else {
            throw ExpressionError(
                .unsupported, at: segment.offset, length: length,
                "Keys and functions behind a path are not supported here.", "不支持在路径后面使用键或函数。")
        }
        switch type {
        case .entity(let entity):
            let name = scope.property(named: FieldName(segment.name), in: entity)
            if let type = scope.type(of: name, in: entity) {
                return TypedPath.Segment(entity: entity, name: name, type: type)
            }
            let names = scope.properties(of: entity).map(\.rawValue)
            throw ExpressionError(
                .unknownProperty, at: segment.offset, length: length,
                "\(owner(entity)) has no field “\(segment.name)”.",
                "\(owner(entity).chinese) 没有字段“\(segment.name)”。",
                hint: likeName(segment.name, in: entity, among: names).map(Wording.meant))
        case .collection:
            throw ExpressionError(
                .isCollection, at: segment.offset, length: length,
                "What stands before “\(segment.name)” is a collection, and one record is needed.",
                "“\(segment.name)”前面是集合，而此处需要单条记录。", hint: .ofCollection)
        default:
            throw ExpressionError(
                .unknownProperty, at: segment.offset, length: length,
                "\(describe(type)) has no field “\(segment.name)”.",
                "\(describe(type).chinese)没有字段“\(segment.name)”。")
        }
    }

    private func owner(_ entity: EntityName) -> Wording {
        StepScope.prefix(entity) == nil ? Wording(entity.rawValue, entity.rawValue) : Wording("The grouping", "分组结果")
    }

    /// A field that may be meant: alike in letters, or of the same name behind a reference.
    private func likeName(_ name: String, in entity: EntityName, among names: [String]) -> String? {
        if let same = names.first(where: { $0.lowercased() == name.lowercased() }) { return same }
        let wanted = FieldName(name)
        for reference in names {
            guard case .entity(let other)? = scope.type(of: FieldName(reference), in: entity),
                scope.type(of: wanted, in: other) != nil
            else { continue }
            return "\(reference)/\(name)"
        }
        return closest(to: name, among: names + variables.keys.sorted())
    }

    private func unknownAlias(_ name: String, _ offset: Int) -> ExpressionError {
        ExpressionError(
            .unknownVariable, at: offset, length: name.unicodeScalars.count + 1, "“@\(name)” is not defined here.",
            "此处没有定义“@\(name)”。",
            hint: closest(to: name, among: scope.aliases).map { Wording.meant("@\($0)") })
    }
}

extension AggregateMethod {
    /// The type of the result over values of a type; nil if the method does not take them.
    public func result(of type: ValueType) -> ValueType? {
        switch (self, type) {
        case (.countDistinct, _): .integer
        case (.sum, .integer), (.sum, .decimal), (.sum, .double), (.sum, .duration): type
        case (.average, .integer), (.average, .decimal): .decimal
        case (.average, .double): .double
        case (.average, .duration): .duration
        case (.min, .boolean), (.max, .boolean), (.min, .flags), (.max, .flags): nil
        case (.min, .entity), (.max, .entity), (.min, .collection), (.max, .collection): nil
        case (.min, _), (.max, _): type
        default: nil
        }
    }
}
