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
    private let titles: [TargetTitle]
    /// How the record itself is called; nil if the asker may not see it.
    private let title: TitleReading?
    private let titleColumn: Int
    private let hidden: String
    /// Where the order's values begin.
    let orderStart: Int

    /// Where a row says how the record behind a reference is called.
    private struct TargetTitle {
        let field: FieldName
        /// Nil if the asker may not see how such records are called. The title stands in the column, and behind it what
        /// has a value if the record can be read at all.
        var title: (reading: TitleReading, column: Int)?
    }

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
        title = TitleReading(plan.entity, request)
        if let title { columns.append(title.column(of: entity.name)) }
        titles = fields.compactMap { Self.targetTitle($0, request, &columns) }
        hidden = request.hiddenTitle
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
        var unreachable: Set<FieldName> = []
        for target in self.titles where !(values[target.field] ?? .null).isNull {
            if let title = text(target, row) {
                titles[target.field] = title
            } else {
                titles[target.field] = hidden
                unreachable.insert(target.field)
            }
        }
        return RecordView(
            entity: entity.name, id: id, version: version, title: title?.text(row.value(titleColumn)) ?? hidden,
            values: values, titles: titles, unreachable: unreachable)
    }

    /// How the record behind a reference is called; nil if the asker may not see it.
    private func text(_ target: TargetTitle, _ row: any RowReader) -> String? {
        guard let (reading, column) = target.title, !row.isNull(column + 1) else { return nil }
        return reading.text(row.value(column))
    }

    /// Nil if the field is no reference, or is covered: a title would tell what the mask hides.
    private static func targetTitle(_ field: Field, _ request: Request, _ columns: inout [QueryColumn]) -> TargetTitle?
    {
        guard let name = field.reference?.entity, let target = request.model.entities[name],
            request.permissions[field.entity].mask(of: field.name) == nil
        else { return nil }
        guard let reading = TitleReading(target, request) else { return TargetTitle(field: field.name) }
        let version = TypedPath("version", of: name, type: .integer)
        let presence = TypedPath(
            root: .record, rootType: .entity(field.entity), segments: field.path.segments + version.segments)
        defer { columns += [reading.column(behind: field), QueryColumn(TypedExpression(presence))] }
        return TargetTitle(field: field.name, title: (reading, columns.count))
    }
}

extension EntityAccess {
    func mask(of field: FieldName) -> Mask? {
        if case .masked(let mask) = fields[field] { mask } else { nil }
    }
}
