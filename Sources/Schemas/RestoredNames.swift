// SPDX-License-Identifier: Apache-2.0

/// The way back of renames: what entities, fields and options are called now, by the name that they have again.
///
/// A pack tells what something was called before; no pack tells what it will be called later, which is what going back to
/// an earlier edition needs, so that values stay in their columns.
public struct RestoredNames: Sendable, Codable, Hashable {
    /// What an entity is called now, by the name that it has again.
    public var entities: [String: String] = [:]
    /// What a field is called now, by entity and name as they are again.
    public var fields: [String: [String: String]] = [:]
    /// What options and stages are called again, by their name now; by field, such as `Account.industry`.
    public var options: [String: [String: String]] = [:]

    public init() {}

    /// Nothing has an earlier name again.
    public var isEmpty: Bool { entities.isEmpty && fields.isEmpty && options.isEmpty }

    /// The names that plans carried out one after another changed, as they were before the first.
    ///
    /// - Parameter plans: In the order they were carried out.
    public init(before plans: [MigrationPlan]) {
        for step in plans.flatMap(\.steps) {
            switch step.change {
            case .renameEntity(let from, let to, _): rename(entity: from, to)
            case .renameField(let entity, let from, let to):
                let owner = former(entity: entity)
                let name = former(field: from, of: owner)
                fields[owner, default: [:]][name] = name == to ? nil : to
            case .renameOption(let entity, let field, _, let from, let to):
                let owner = former(entity: entity)
                let place = "\(owner).\(former(field: field, of: owner))"
                let name = options[place]?.removeValue(forKey: from) ?? from
                options[place, default: [:]][to] = name == to ? nil : name
            default: break
            }
        }
        fields = fields.filter { !$0.value.isEmpty }
        options = options.filter { !$0.value.isEmpty }
    }

    private mutating func rename(entity from: String, _ to: String) {
        let name = former(entity: from)
        entities[name] = name == to ? nil : to
    }

    /// What is called so now, by the name that it has again.
    public func former(entity: String) -> String { entities.first { $0.value == entity }?.key ?? entity }

    /// The same of a field.
    ///
    /// - Parameter owner: The entity, by the name that it has again.
    public func former(field: String, of owner: String) -> String {
        fields[owner]?.first { $0.value == field }?.key ?? field
    }
}
