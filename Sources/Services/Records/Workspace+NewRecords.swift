// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
public import Values

extension Workspace {
    /// What a new record of an entity is given where nobody says otherwise, as far as it is known before the record is.
    ///
    /// - Returns: Values of defaults that read no field of the record; a moment is that of the write, and not among them.
    public func knownDefaults(of entity: EntityName, _ invocation: Invocation) throws -> [FieldName: Value] {
        let request = Request(self, invocation)
        let plan = try request.plan.entity(entity)
        return try store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            let draft = RecordDraft(plan, RecordID(high: 0, low: 0), before: nil)
            scope.draft = draft
            var values: [FieldName: Value] = [:]
            for field in plan.defaults where field.valueType != .instant {
                guard let expression = field.defaultValue, !expression.readsRecord else { continue }
                values[field.name] = try scope.evaluate(expression, on: draft.reference)
            }
            return values
        }
    }
}

extension TypedExpression {
    fileprivate var readsRecord: Bool { paths.contains { $0.root == .record } }
}
