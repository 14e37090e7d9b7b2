// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// What `$apply` makes of records by grouping them.
extension Call {
    private static let largestPage = 10_000

    /// `GET /Entity?$apply=groupby(…)`: rows that are no records.
    func groups(_ set: Resource.RecordSet, _ apply: String) async throws -> APIAnswer {
        if options["expand"] != nil {
            throw APIError(
                .badRequest, "badOption", "What a grouping leaves cannot be expanded.", "分组结果不能再展开。",
                target: "$expand")
        }
        var request = TransformationRequest(entity: set.entity, apply: apply)
        (request.compute, request.filter, request.order) = (options["compute"], options["filter"], options["orderby"])
        if let search = options["search"] {
            do throws(ExpressionError) {
                request.search = try SearchExpression(search)
            } catch {
                throw ServiceError.expression(option: "$search", error)
            }
        }
        let top = try options.top()
        let wanted = preferredPageSize ?? Self.largestPage
        request.limit = max(1, min(Self.largestPage, wanted, top ?? Self.largestPage))
        request.skip = try options.skip()
        request.page = options["skiptoken"]
        request.wantsCount = try options.wantsCount()
        request.parent = set.parent.map { ListRequest.Parent(field: $0.field, id: $0.id) }
        let rows: TransformedRows
        do {
            rows = try await workspace.groups(request, invocation)
        } catch ServiceError.badRequest("page", _) {
            throw APIError.badPageToken
        }
        return try answer(rows, set.entity, top)
    }

    private func answer(_ rows: TransformedRows, _ name: EntityName, _ top: Int?) throws -> APIAnswer {
        let form = try GroupForm(rows.columns, select: options["select"], name, self)
        let shown = top == 0 ? [] : rows.rows
        var body = ByteBuffer()
        body.writeStaticString("{")
        if format.metadata != .none {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON("\(root)$metadata#\(name)(\(form.context))")
            body.writeStaticString(",")
        }
        if let count = rows.count {
            body.writeName("@odata.count", isFirst: true)
            body.writeNumber(count, format)
            body.writeStaticString(",")
        }
        body.writeName("value", isFirst: true)
        body.writeJSONArray(shown) { form.write($1, to: &$0) }
        let left = top.map { $0 - shown.count }
        if let next = rows.next, left.map({ $0 > 0 }) ?? true {
            body.writeName("@odata.nextLink")
            body.writeJSON(nextLink(next, left))
        }
        body.writeStaticString("}")
        return .json(body, headers: formatHeaders)
    }
}

/// How rows of a grouping are written: a path becomes objects inside one another.
private struct GroupForm {
    /// A member of an object: a column, or an object of the columns behind the same name.
    private indirect enum Member {
        case value(name: String, column: Int, ColumnForm)
        case object(name: String, [Member])
    }

    private let members: [Member]
    private let format: AnswerFormat
    /// The columns as they stand in the context.
    let context: String

    init(_ columns: [ResultColumn], select: String?, _ entity: EntityName, _ call: Call) throws {
        format = call.format
        let written = columns.map { Self.written($0.path, columns) }
        var chosen = Array(columns.indices)
        if let select {
            let items: [SelectItem]
            do throws(ExpressionError) { items = try SelectItem.list(select) } catch {
                throw ServiceError.expression(option: "$select", error)
            }
            chosen = try items.flatMap { item -> [Int] in
                if item.path.isEmpty { return Array(columns.indices) }
                let found = columns.indices.filter {
                    written[$0].starts(with: item.path) || columns[$0].path.map(\.rawValue).starts(with: item.path)
                }
                guard !found.isEmpty else {
                    throw ServiceError.expression(
                        option: "$select",
                        .unknownProperty(
                            item.path.joined(separator: "/"), of: entity, at: item.offset, length: item.length,
                            known: written.map { $0.joined(separator: "/") }))
                }
                return found
            }
        }
        let shown = OrderedSet(chosen).map { (names: written[$0][...], column: $0) }
        members = Self.members(shown) { index in
            ColumnForm(columns[index].type) { call.workspace.options(of: $0, call.invocation) }
        }
        context = shown.map { $0.names.joined(separator: "/") }.joined(separator: ",")
    }

    /// The names of a column's path as programs know them: all but the last lead to records.
    private static func written(_ path: [FieldName], _ columns: [ResultColumn]) -> [String] {
        path.dropLast().map { navigationName($0) } + path.suffix(1).map(\.rawValue)
    }

    private static func members(
        _ columns: [(names: ArraySlice<String>, column: Int)], _ form: (Int) -> ColumnForm
    ) -> [Member] {
        var groups: OrderedDictionary<String, [(names: ArraySlice<String>, column: Int)]> = [:]
        for column in columns {
            groups[column.names.first ?? "", default: []].append((column.names.dropFirst(), column.column))
        }
        return groups.map { name, inside in
            if let only = inside.first, only.names.isEmpty {
                return .value(name: name, column: only.column, form(only.column))
            }
            return .object(name: name, members(inside, form))
        }
    }

    func write(_ row: [Value], to body: inout ByteBuffer) { write(members, row, to: &body) }

    private func write(_ members: [Member], _ row: [Value], to body: inout ByteBuffer) {
        body.writeStaticString("{")
        for (index, member) in members.enumerated() {
            switch member {
            case .object(let name, let inner):
                body.writeName(name, isFirst: index == 0)
                write(inner, row, to: &body)
            case .value(let name, let column, let form):
                body.writeName(name, isFirst: index == 0)
                body.writeJSON(row[column], form, format)
            }
        }
        body.writeStaticString("}")
    }
}
