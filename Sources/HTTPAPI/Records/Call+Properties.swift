// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// Parts of records, and addresses instead of records.
extension Call {
    /// `GET /Entity(id)/field`: nothing (204) if the field is empty.
    func property(_ field: Field, of name: EntityName, _ id: RecordID) throws -> APIAnswer {
        guard let (access, view) = try value(field, name, id) else { return .empty() }
        var body = ByteBuffer()
        body.writeStaticString("{")
        if format.metadata != .none {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON("\(root)$metadata#\(name)(\(id))/\(field.name)")
            body.writeStaticString(",")
        }
        body.writeName("value", isFirst: true)
        let form = ColumnForm(field, isMasked: access.isMasked(field.name))
        body.writeJSON(view[field.name], form, format)
        body.writeStaticString("}")
        var headers = formatHeaders
        headers[.eTag] = entityTag(view.version)
        return .json(body, headers: headers)
    }

    /// `GET /Entity(id)/field/$value`: the plain text of a field; nothing (204) if it is empty.
    func value(of field: Field, _ name: EntityName, _ id: RecordID) throws -> APIAnswer {
        guard let (_, view) = try value(field, name, id) else { return .empty() }
        let text: String =
            if case .flags(let bits) = view[field.name], case .flags(let options) = ColumnForm(field, isMasked: false) {
                optionNames(bits, options)
            } else {
                view[field.name].canonicalText
            }
        return .text(text, type: "text/plain;charset=utf-8", headers: [.eTag: entityTag(view.version)])
    }

    private func value(
        _ field: Field, _ name: EntityName, _ id: RecordID
    ) throws -> (EntityAccess, RecordView)? {
        let (_, access) = try readable(name)
        let view = try workspace.record(name, id, fields: [field.name], invocation)
        return view[field.name].isNull ? nil : (access, view)
    }

    /// `GET /Entity(id)/reference/$ref`: the address of a record.
    func reference(_ name: EntityName, _ id: RecordID) -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{\"@odata.context\":")
        body.writeJSON("\(root)$metadata#$ref")
        body.writeName("@odata.id")
        body.writeJSON("\(root)\(name)(\(id))")
        body.writeStaticString("}")
        return .json(body, headers: formatHeaders)
    }

    /// `GET /Entity/$ref`: the addresses of a page of records.
    func references(_ set: Resource.RecordSet) throws -> APIAnswer {
        _ = try readable(set.entity)
        var list = try listRequest(set)
        list.fields = []
        let top = try options.top()
        list.limit = max(1, min(1000, top ?? 1000))
        let page = try workspace.list(list, invocation)
        let records = top == 0 ? [] : page.records
        var body = ByteBuffer()
        body.writeStaticString("{\"@odata.context\":")
        body.writeJSON("\(root)$metadata#Collection($ref)")
        body.writeName("value")
        body.writeJSONArray(records) { body, record in
            body.writeStaticString("{\"@odata.id\":")
            body.writeJSON("\(root)\(set.entity)(\(record.id))")
            body.writeStaticString("}")
        }
        let left = top.map { $0 - records.count }
        if let next = page.next, left.map({ $0 > 0 }) ?? true {
            body.writeName("@odata.nextLink")
            body.writeJSON(nextLink(next, left))
        }
        body.writeStaticString("}")
        return .json(body, headers: formatHeaders)
    }
}
