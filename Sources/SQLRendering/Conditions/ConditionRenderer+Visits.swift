// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Values

extension ConditionRenderer {
    /// Whether a record is in a stage, or stayed in it at any time.
    func visited(_ arguments: [TypedNode]) throws -> SQLFragment {
        guard arguments.count == 2, case .path(let path) = arguments[0],
            case .literal(.text(let option), _) = arguments[1]
        else { throw RenderingError.unsupported("visited without a stage") }
        let (owner, field) = try owner(of: path)
        let column = SQLFragment.column(owner.alias, try scope.column(field, of: owner.entity).column)
        let isIn = column + " IS " + .binding(.text(option))
        guard let pipeline = scope.model.pipelines(of: owner.entity)[field] else { return isIn }
        let table = quoted(EngineTable.stageVisits.name)
        let wasIn =
            "EXISTS (SELECT 1 FROM \(table) v WHERE v.\"record\" = " + SQLFragment.column(owner.alias, "id")
            + " AND v.\"pipeline\" = " + .binding(.text(pipeline.name.rawValue)) + " AND v.\"stage\" = "
            + .binding(.text(option)) + ")"
        return (isIn + " OR " + wasIn).grouped
    }
}
