// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import NIOCore
import OrderedCollections
import Services
import Storage
import Values

/// The records that one item of `$expand` brings for a page of records, with what is expanded of them in turn.
struct ExpandedRecords {
    /// Of a collection, so many with each record; the rest is behind its next link.
    static let collectionLimit = 100
    /// Of all expansions of one answer together: each level may bring a hundred times as many as the one before.
    static let most = 20_000
    /// Keys in one filter: below the 200 list items that an expression of a request may have.
    private static let keysAtOnce = 100

    private let expansion: Expansion
    private let root: String
    private let source: EntityName
    private var byKey: [RecordID: RecordView] = [:]
    private var members: [RecordID: Members] = [:]
    private var nested: [ExpandedRecords] = []

    /// - Parameters:
    ///   - source: The entity whose records these are expanded of.
    ///   - left: The records that may still come.
    /// - Throws: ``StoreError/tooCostly`` if there are more.
    init(
        _ expansion: Expansion, of views: [RecordView], _ source: EntityName, _ call: Call, _ left: inout Int
    ) throws {
        self.expansion = expansion
        self.source = source
        root = call.root
        var found: [RecordView] = []
        switch expansion.way {
        case .reference(let field):
            try readReferences(Self.keys(in: views, field.name), call)
            found = Array(byKey.values)
        case .collection(let relationship):
            try readMembers(of: views.map(\.id), relationship, call, atMost: left)
            found = members.values.flatMap(\.records)
        }
        left -= found.count
        guard left >= 0 else { throw StoreError.tooCostly }
        nested = try expansion.selection.expansions.map { inner in
            try ExpandedRecords(inner, of: found, expansion.target.name, call, &left)
        }
    }

    private static func keys(in views: [RecordView], _ field: FieldName) -> [RecordID] {
        var keys: OrderedSet<RecordID> = []
        for case .identifier(let key) in views.map({ $0[field] }) { keys.append(key) }
        return Array(keys)
    }

    /// Reads the records of all keys of the page together; those that the asker may not read stay away.
    private mutating func readReferences(_ keys: [RecordID], _ call: Call) throws {
        for start in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
            let some = keys[start..<min(start + Self.keysAtOnce, keys.count)]
            let filter = "id in (\(some.map(\.description).joined(separator: ",")))"
            var request = expansion.list
            request.filter = request.filter.map { "(\($0)) and \(filter)" } ?? filter
            request.limit = Self.keysAtOnce
            request.wantsCount = false
            let (list, asked) = (request, call)
            for view in try expansion.placed({ try asked.workspace.list(list, asked.invocation).records }) {
                byKey[view.id] = view
            }
        }
    }

    private mutating func readMembers(
        of parents: [RecordID], _ relationship: Relationship, _ call: Call, atMost left: Int
    ) throws {
        var request = expansion.list
        request.limit = max(1, min(Self.collectionLimit, expansion.top ?? Self.collectionLimit))
        if expansion.form == .count { request.limit = 1 }
        let list = request
        members = try expansion.placed {
            try call.workspace.members(
                of: parents, by: relationship.field, list, atMost: left, call.invocation)
        }
    }

    /// Writes the member, or members, that the expansion adds to a record.
    func write(of view: RecordView, to body: inout ByteBuffer) {
        switch expansion.way {
        case .reference(let field):
            body.writeName(expansion.member)
            guard case .identifier(let key) = view[field.name], let record = byKey[key] else {
                body.writeStaticString("null")
                return
            }
            write(record, to: &body)
        case .collection: writeMembers(of: view, to: &body)
        }
    }

    private func writeMembers(of view: RecordView, to body: inout ByteBuffer) {
        let own = members[view.id] ?? Members()
        if expansion.list.wantsCount {
            body.writeName(expansion.member + "@odata.count")
            body.writeString(String(own.count ?? 0))
        }
        guard expansion.form != .count else { return }
        body.writeName(expansion.member)
        let records = expansion.top == 0 ? [] : own.records
        body.writeJSONArray(records) { write($1, to: &$0) }
        if own.hasMore, expansion.top.map({ $0 > Self.collectionLimit }) ?? true {
            body.writeName(expansion.member + "@odata.nextLink")
            body.writeJSON(nextLink(of: view, read: own.records.count))
        }
    }

    private func write(_ record: RecordView, to body: inout ByteBuffer) {
        guard expansion.form == .references else {
            expansion.record.write(record, nested, to: &body)
            return
        }
        body.writeStaticString("{")
        body.writeName("@odata.id", isFirst: true)
        body.writeJSON("\(root)\(expansion.target.name)(\(record.id))")
        body.writeStaticString("}")
    }

    /// The rest of a collection, addressed through its record.
    private func nextLink(of view: RecordView, read: Int) -> String {
        var options = expansion.item.options.filter { !["top", "skip", "levels"].contains($0.name) }
            .map { "$\($0.name)=\(percentEncoded($0.text))" }
        if expansion.item["orderby"] == nil { options.append("$orderby=id") }
        options.append("$skip=\(expansion.list.skip + read)")
        if let top = expansion.top { options.append("$top=\(top - read)") }
        return "\(root)\(source)(\(view.id))/\(expansion.member)?\(options.joined(separator: "&"))"
    }
}
