// SPDX-License-Identifier: Apache-2.0
import DomainModel
import NIOCore
import OrderedCollections
import Services
import Values

/// The records that one `$expand` item brings for a page of records.
struct ExpandedRecords {
    /// Of a collection, so many with each record; the rest is behind its next link.
    static let collectionLimit = 100
    /// Keys in one filter: below the 200 list items that an expression of a request may have.
    private static let keysAtOnce = 100

    private let form: RecordForm
    private var byKey: [RecordID: RecordView] = [:]
    private var collections: [RecordID: (records: [RecordView], next: String?)] = [:]

    init(_ expansion: Expansion, of views: [RecordView], _ call: Call) throws {
        switch expansion {
        case .reference(let field, let target):
            let access = try call.readable(target.name).access
            let fields = Selection(all: target, access).fields
            form = RecordForm(target, fields, access)
            try readReferences(Self.keys(in: views, field.name), target, fields, call)
        case .collection(let relationship, let target):
            let access = try call.readable(target.name).access
            let fields = Selection(all: target, access).fields
            form = RecordForm(target, fields, access)
            for view in views { collections[view.id] = try Self.members(relationship, of: view.id, fields, call) }
        }
    }

    private static func keys(in views: [RecordView], _ field: FieldName) -> [RecordID] {
        var keys: OrderedSet<RecordID> = []
        for case .identifier(let key) in views.map({ $0[field] }) { keys.append(key) }
        return Array(keys)
    }

    /// Reads the records of all keys of the page together; those that the asker may not read stay away.
    private mutating func readReferences(
        _ keys: [RecordID], _ target: Entity, _ fields: [FieldName], _ call: Call
    ) throws {
        for start in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
            let some = keys[start..<min(start + Self.keysAtOnce, keys.count)]
            let filter = "id in (\(some.map(\.description).joined(separator: ",")))"
            let request = ListRequest(
                entity: target.name, fields: fields, filter: filter, order: "id", limit: Self.keysAtOnce)
            for view in try call.workspace.list(request, call.invocation).records { byKey[view.id] = view }
        }
    }

    private static func members(
        _ relationship: Relationship, of id: RecordID, _ fields: [FieldName], _ call: Call
    ) throws -> (records: [RecordView], next: String?) {
        let filter = "\(relationship.field) eq \(id)"
        let page = try call.workspace.list(
            ListRequest(
                entity: relationship.entity, fields: fields, filter: filter, order: "id", limit: collectionLimit),
            call.invocation)
        let next = page.next.map {
            "\(call.root)\(relationship.entity)?$filter=\(percentEncoded(filter))&$orderby=id&$skiptoken=\(percentEncoded($0))"
        }
        return (page.records, next)
    }

    /// Writes the member, or members, that the expansion adds to a record.
    func write(_ expansion: Expansion, of view: RecordView, to body: inout ByteBuffer) {
        body.writeName(expansion.member)
        switch expansion {
        case .reference(let field, _):
            guard case .identifier(let key) = view[field.name], let record = byKey[key] else {
                body.writeStaticString("null")
                return
            }
            form.write(record, to: &body)
        case .collection:
            let members = collections[view.id]
            body.writeJSONArray(members?.records ?? []) { form.write($1, to: &$0) }
            if let next = members?.next {
                body.writeName(expansion.member + "@odata.nextLink")
                body.writeJSON(next)
            }
        }
    }
}
