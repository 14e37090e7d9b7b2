// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Which columns a query needs to make record views of its rows, and how to read them.
struct ViewColumns: Sendable {
    let entity: Entity
    /// The fields shown, without those the asker may not see.
    let fields: [Field]
    let columns: [QueryColumn]
    /// Properties that the request computes, in the last columns.
    private let computed: [(name: FieldName, column: Int)]
    private let titles: [(field: FieldName, column: Int)]
    private let titleColumn: Int
    /// Where the order's values begin.
    let orderStart: Int

    init(
        _ plan: EntityPlan, _ wanted: [FieldName], _ order: [OrderTerm], _ request: Request,
        _ computed: [ComputedProperty] = []
    ) throws {
        entity = plan.entity
        let access = request.permissions[entity.name]
        fields = wanted.compactMap { plan.entity.fields[$0] }.filter { access.isVisible($0.name) }
        var columns = [
            QueryColumn(TypedExpression(TypedPath("id", of: entity.name, type: .identifier))),
            QueryColumn(TypedExpression(TypedPath("version", of: entity.name, type: .integer))),
        ]
        columns += fields.map { QueryColumn(TypedExpression($0.path), mask: access.mask(of: $0.name)) }
        titleColumn = columns.count
        let title = plan.entity.fields[plan.entity.titleField]
        if let title, access.isVisible(title.name) {
            columns.append(QueryColumn(TypedExpression(title.path), mask: access.mask(of: title.name)))
        } else {
            columns.append(columns[0])
        }
        var titles: [(FieldName, Int)] = []
        for field in fields {
            guard let column = titleOfTarget(field, request) else { continue }
            titles.append((field.name, columns.count))
            columns.append(column)
        }
        self.titles = titles
        orderStart = columns.count
        columns += order.map { QueryColumn($0.expression) }
        self.computed = computed.enumerated().map { [start = columns.count] in ($1.name, start + $0) }
        self.columns = columns + computed.map { QueryColumn($0.expression) }
    }

    func view(_ row: any RowReader) -> RecordView? {
        guard case .identifier(let id) = row.value(0), case .integer(let version) = row.value(1) else { return nil }
        var values: [FieldName: Value] = [:]
        for (index, field) in fields.enumerated() { values[field.name] = row.value(2 + index) }
        for (name, column) in computed { values[name] = row.value(column) }
        var titles: [FieldName: String] = [:]
        for (field, column) in self.titles where !row.isNull(column) { titles[field] = row.value(column).canonicalText }
        return RecordView(
            entity: entity.name, id: id, version: version, title: row.value(titleColumn).canonicalText, values: values,
            titles: titles)
    }
}

/// The title of the record that a reference points to; nil if the asker may not see it.
func titleOfTarget(_ field: Field, _ request: Request) -> QueryColumn? {
    guard case .entity(let name) = field.valueType, let target = request.model.entities[name],
        let title = target.fields[target.titleField]
    else { return nil }
    let access = request.permissions[name]
    guard access.read != .none, access.isVisible(title.name) else { return nil }
    let path = TypedPath(
        root: .record, rootType: .entity(field.entity), segments: field.path.segments + title.path.segments)
    return QueryColumn(TypedExpression(path), mask: access.mask(of: title.name))
}

extension EntityAccess {
    func mask(of field: FieldName) -> Mask? {
        if case .masked(let mask) = fields[field] { mask } else { nil }
    }
}
