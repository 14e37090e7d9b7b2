// SPDX-License-Identifier: Apache-2.0
public import Values

extension TypedPath {
    /// The path of one field of the record itself.
    public init(_ field: FieldName, of entity: EntityName, type: ValueType) {
        self.init(
            root: .record, rootType: .entity(entity),
            segments: [Segment(entity: entity, name: field, type: type)])
    }
}

extension TypedExpression {
    /// The value of a path.
    public init(_ path: TypedPath) {
        let names = path.segments.map(\.name.rawValue).joined(separator: "/")
        self.init(source: names, root: .path(path))
    }

    /// A value that is the same for every record.
    public static func constant(_ value: Value, _ type: ValueType) -> TypedExpression {
        TypedExpression(source: value.json, root: .literal(value, type))
    }

    /// The comparison of a path with a value of its type.
    public static func comparing(_ path: TypedPath, _ operation: BinaryOperator, _ value: Value) -> TypedExpression {
        let literal = TypedNode.literal(value, value.isNull ? .null : path.type)
        return TypedExpression(
            source: "\(TypedExpression(path).source) \(operation.rawValue) \(value.json)",
            root: .binary(operation, .path(path), literal, type: .boolean, offset: 0))
    }

    /// Whether a path has a value; `null` equals only `null`.
    public static func equality(_ path: TypedPath, _ value: Value) -> TypedExpression {
        comparing(path, .equal, value)
    }

    /// Whether a condition is false.
    public static func not(_ condition: TypedExpression) -> TypedExpression {
        TypedExpression(source: "not (\(condition.source))", root: .not(condition.root))
    }

    /// The conditions joined by `and`; nil if there are none.
    public static func all(_ conditions: [TypedExpression]) -> TypedExpression? { joined(conditions, .and) }

    /// The conditions joined by `or`; nil if there are none.
    public static func any(_ conditions: [TypedExpression]) -> TypedExpression? { joined(conditions, .or) }

    private static func joined(_ conditions: [TypedExpression], _ operation: BinaryOperator) -> TypedExpression? {
        guard let first = conditions.first else { return nil }
        return conditions.dropFirst().reduce(first) { left, right in
            TypedExpression(
                source: "(\(left.source)) \(operation.rawValue) (\(right.source))",
                root: .binary(operation, left.root, right.root, type: .boolean, offset: 0))
        }
    }
}
