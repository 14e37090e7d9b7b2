// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Services
import Synchronization
import Values

// Lists, single records and counts.
extension Call {
    private static let pageSize = 500
    private static let largestPage = 1000
    /// With a collection for each record a page costs that many queries more.
    private static let largestPageWithCollections = 100

    /// `GET /Entity`
    func list(_ name: EntityName) async throws -> Response {
        let (entity, access) = try readable(name)
        let selection = try Selection(options, entity, access, self)
        let top = try options.top()
        let limit = pageLimit(selection)
        var request = listRequest(name)
        request.fields = queried(selection)
        request.limit = max(1, min(limit, top ?? limit))
        request.wantsCount = try options.wantsCount()
        let page = try readPage(request)
        let records = top == 0 ? [] : page.records
        var body = ByteBuffer()
        body.reserveCapacity(256 + records.count * selection.fields.count * 32)
        body.writeStaticString("{\"@odata.context\":")
        body.writeJSON("\(root)$metadata#\(name)")
        if let count = page.count { body.writeString(",\"@odata.count\":\(try await exact(count, name))") }
        let expanded = try selection.expansions.map { ($0, try ExpandedRecords($0, of: records, self)) }
        let form = RecordForm(entity, selection.fields, expanded)
        body.writeName("value")
        body.writeJSONArray(records) { form.write($1, to: &$0) }
        let left = top.map { $0 - records.count }
        if let next = page.next, left.map({ $0 > 0 }) ?? true {
            body.writeName("@odata.nextLink")
            body.writeJSON("\(root)\(name)?\(options.continued(token: next, top: left))")
        }
        body.writeStaticString("}")
        return .json(body)
    }

    private func pageLimit(_ selection: Selection) -> Int {
        let hasCollections = selection.expansions.contains { if case .collection = $0 { true } else { false } }
        let largest = hasCollections ? Self.largestPageWithCollections : Self.largestPage
        let preferred = preference("maxpagesize").flatMap(Int.init) ?? options.values["top"].flatMap(Int.init)
        return max(1, min(largest, preferred ?? Self.pageSize))
    }

    private func listRequest(_ name: EntityName) -> ListRequest {
        ListRequest(
            entity: name, filter: options["filter"], search: options["search"], order: options["orderby"],
            page: options["skiptoken"])
    }

    /// The fields to read: those shown, and the references that are expanded.
    private func queried(_ selection: Selection) -> [FieldName] {
        var fields = selection.fields
        for case .reference(let field, _) in selection.expansions where !fields.contains(field.name) {
            fields.append(field.name)
        }
        return fields
    }

    private func readPage(_ request: ListRequest) throws -> RecordList {
        do {
            return try workspace.list(request, invocation)
        } catch ServiceError.badRequest("page", let sentence) {
            throw ServiceError.badRequest(target: "$skiptoken", sentence)
        }
    }

    /// Beyond the number to which pages count, every record is counted: a client relies on the figure.
    private func exact(_ count: Int, _ name: EntityName) async throws -> Int {
        guard count > 10_000 else { return count }
        var all = listRequest(name)
        all.fields = []
        all.page = nil
        all.order = "id"
        let counter = Counter()
        try await workspace.forEachRecord(all, invocation) { _ in counter.add() }
        return counter.value
    }

    /// `GET /Entity/$count`
    func count(_ name: EntityName) async throws -> Response {
        var request = listRequest(name)
        request.fields = []
        request.order = "id"
        request.limit = 1
        request.wantsCount = true
        _ = try readable(name)
        let count = try await exact(try readPage(request).count ?? 0, name)
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain;charset=utf-8", .odataVersion: "4.0", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: String(count))))
    }

    /// `GET /Entity(id)`
    func read(_ name: EntityName, _ id: RecordID) throws -> Response {
        try representation(name, id)
    }

    /// A record as the whole of an answer.
    func representation(
        _ name: EntityName, _ id: RecordID, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        warnings: [Finding] = []
    ) throws -> Response {
        let (entity, access) = try readable(name)
        let selection = try Selection(options, entity, access, self)
        let view = try workspace.record(name, id, fields: queried(selection), invocation)
        let expanded = try selection.expansions.map { ($0, try ExpandedRecords($0, of: [view], self)) }
        var body = ByteBuffer()
        RecordForm(entity, selection.fields, expanded).write(
            view, context: "\(root)$metadata#\(name)/$entity",
            warnings: warnings.map { $0.message[invocation.language] },
            to: &body)
        var headers = headers
        headers[.eTag] = entityTag(view.version)
        return .json(body, status: status, headers: headers)
    }
}

/// Counts records while they stream by.
private final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}
