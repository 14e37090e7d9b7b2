// SPDX-License-Identifier: Apache-2.0
public import Values

/// What those with whom a record is shared may do with it.
public enum ShareLevel: String, Sendable, CaseIterable {
    case read
    /// Read it and change it.
    case change
}

extension FunctionName {
    /// Whether a record was shared with the asker; no pack writes it, the access of a role is widened by it.
    public static let shared = FunctionName("$shared")
}

extension TypedExpression {
    /// Whether a record was shared with the asker for one thing at least.
    public static func shared(_ entity: EntityName, for level: ShareLevel) -> TypedExpression {
        let key = TypedPath("id", of: entity, type: .identifier)
        return TypedExpression(
            source: "shared with @me",
            root: .call(.shared, [.path(key), .literal(.text(level.rawValue), .text)], type: .boolean))
    }
}

extension TypedNode {
    /// The entity and the level that a call of ``FunctionName/shared`` asks about; nil for any other node.
    public var sharing: (entity: EntityName, level: ShareLevel)? {
        guard case .call(.shared, let arguments, _) = self, arguments.count == 2,
            case .path(let path) = arguments[0], let entity = path.segments.last?.entity,
            case .literal(.text(let word), _) = arguments[1], let level = ShareLevel(rawValue: word)
        else { return nil }
        return (entity, level)
    }
}

extension Evaluator {
    func isShared(_ node: TypedNode, _ frame: Frame) throws -> Value {
        guard let sharing = node.sharing, case .call(_, let arguments, _) = node,
            case .identifier(let id) = try evaluate(arguments[0], frame)
        else { return .boolean(false) }
        return .boolean(
            try source.isShared(RecordReference(entity: sharing.entity, id: id), for: sharing.level))
    }
}
