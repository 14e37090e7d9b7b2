// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
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
        if let apply = options["apply"], try workspace.groupsRecords(apply, of: name, invocation) {
            return try await groups(name, apply)
        }
        let answer = try answer(name)
        let top = try options.top()
        let limit = pageLimit(answer.selection)
        var request = try listRequest(name)
        request.fields = answer.selection.queried
        request.limit = max(1, min(limit, top ?? limit))
        request.wantsCount = try options.wantsCount()
        let page = try readPage(request, answer, isEmpty: top == 0)
        var body = ByteBuffer()
        body.reserveCapacity(256 + page.rows.readableBytes)
        body.writeStaticString("{\"@odata.context\":")
        body.writeJSON("\(root)$metadata#\(name)")
        if let count = page.count { body.writeString(",\"@odata.count\":\(try await exact(count, request))") }
        body.writeStaticString(",\"value\":[")
        body.writeImmutableBuffer(page.rows)
        body.writeStaticString("]")
        let left = top.map { $0 - page.records }
        if let next = page.next, left.map({ $0 > 0 }) ?? true {
            body.writeName("@odata.nextLink")
            body.writeJSON("\(root)\(name)?\(options.continued(token: next, top: left))")
        }
        body.writeStaticString("}")
        return .json(body)
    }

    /// A page as it stands between the brackets of the answer.
    private struct Page {
        var rows = ByteBuffer()
        var records = 0
        var next: String?
        var count: Int?
    }

    private func readPage(_ request: ListRequest, _ answer: AnswerForm, isEmpty: Bool) throws -> Page {
        var page = Page()
        do {
            if answer.selection.expansions.isEmpty {
                var rows = JSONBytes(capacity: answer.lastSize(of: request.limit))
                (page.next, page.count) = try workspace.readPage(request, invocation) { row in
                    guard !isEmpty else { return }
                    if page.records > 0 { rows.write(UInt8(ascii: ",")) }
                    page.records += 1
                    answer.form.write(row, to: &rows)
                }
                answer.note(rows.count, of: page.records)
                page.rows.reserveCapacity(rows.count)
                page.rows.write(rows)
            } else {
                let list = try workspace.list(request, invocation)
                let records = isEmpty ? [] : list.records
                let expanded = try answer.selection.expansions.map {
                    try ExpandedRecords($0, of: records, request.entity, self)
                }
                for record in records {
                    if page.records > 0 { page.rows.writeStaticString(",") }
                    page.records += 1
                    answer.form.write(record, expanded, to: &page.rows)
                }
                (page.next, page.count) = (list.next, list.count)
            }
        } catch ServiceError.badRequest("page", let sentence) {
            throw ServiceError.badRequest(target: "$skiptoken", sentence)
        }
        return page
    }

    private func pageLimit(_ selection: Selection) -> Int {
        let hasCollections = selection.expansions.contains { if case .collection = $0.way { true } else { false } }
        let largest = hasCollections ? Self.largestPageWithCollections : Self.largestPage
        let preferred = preference("maxpagesize").flatMap(Int.init) ?? options.values["top"].flatMap(Int.init)
        return max(1, min(largest, preferred ?? Self.pageSize))
    }

    private func listRequest(_ name: EntityName) throws -> ListRequest {
        var request = ListRequest(
            entity: name, filter: options["filter"], order: options["orderby"], page: options["skiptoken"])
        request.apply = options["apply"]
        request.compute = options["compute"]
        request.skip = try options.skip()
        if let search = options["search"] { try request.find(search) }
        return request
    }

    /// Beyond the number to which pages count, every record is counted: a client relies on the figure.
    private func exact(_ count: Int, _ request: ListRequest) async throws -> Int {
        count > 10_000 ? try await workspace.count(request, invocation) : count
    }

    /// `GET /Entity/$count`
    func count(_ name: EntityName) async throws -> Response {
        _ = try readable(name)
        var request = try listRequest(name)
        request.fields = []
        let count = try await workspace.count(request, invocation)
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain;charset=utf-8", .odataVersion: "4.0", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: String(count))))
    }

    /// `GET /Entity(id)`
    func read(_ name: EntityName, _ id: RecordID) throws -> Response {
        let answer = try answer(name)
        guard answer.selection.expansions.isEmpty, answer.selection.computed.isEmpty else {
            return try representation(name, id)
        }
        var bytes = JSONBytes(capacity: answer.lastSize(of: 1) + 256)
        var version: Int64 = 0
        try workspace.readRecord(name, id, fields: answer.selection.queried, invocation) { row in
            version = row.version
            answer.form.write(row, context: "\(root)$metadata#\(name)/$entity", to: &bytes)
        }
        answer.note(bytes.count, of: 1)
        var body = ByteBuffer()
        body.reserveCapacity(bytes.count)
        body.write(bytes)
        return .json(body, headers: [.eTag: entityTag(version)])
    }

    /// A record as the whole of an answer.
    func representation(
        _ name: EntityName, _ id: RecordID, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        warnings: [Finding] = []
    ) throws -> Response {
        let answer = try answer(name)
        let view = try view(name, id, answer.selection)
        let expanded = try answer.selection.expansions.map { try ExpandedRecords($0, of: [view], name, self) }
        var body = ByteBuffer()
        answer.form.write(
            view, expanded, context: "\(root)$metadata#\(name)/$entity",
            warnings: warnings.map { $0.message[invocation.language] }, to: &body)
        var headers = headers
        headers[.eTag] = entityTag(view.version)
        return .json(body, status: status, headers: headers)
    }

    private func view(_ name: EntityName, _ id: RecordID, _ selection: Selection) throws -> RecordView {
        guard !selection.computed.isEmpty else {
            return try workspace.record(name, id, fields: selection.queried, invocation)
        }
        var request = ListRequest(entity: name, fields: selection.queried, filter: "id eq \(id)", order: "id", limit: 1)
        request.compute = options["compute"]
        guard let view = try workspace.list(request, invocation).records.first else {
            throw ServiceError.notFound(name, id)
        }
        return view
    }

    /// What the options `$select` and `$expand` ask for, resolved for the asker's roles.
    private func answer(_ name: EntityName) throws -> AnswerForm {
        let key = AnswerForms.Key(
            model: ObjectIdentifier(invocation.model), entity: name, roles: invocation.actor.roles,
            isEngine: invocation.actor.isEngine, select: options["select"],
            expand: options["expand"], compute: options["compute"], apply: options["apply"])
        return try forms.form(key) {
            let (entity, access) = try readable(name)
            let selection = try Selection(
                select: options["select"], expand: try expandItems(),
                computed: try workspace.computed(try listRequest(name), invocation), entity, access, self)
            return AnswerForm(selection, RecordForm(entity, selection, access, self), invocation.model)
        }
    }

    private func expandItems() throws -> [ExpandItem] {
        guard let expand = options["expand"] else { return [] }
        do throws(ExpressionError) {
            return try ExpandItem.list(expand)
        } catch {
            throw ServiceError.expression(option: "$expand", error)
        }
    }
}
