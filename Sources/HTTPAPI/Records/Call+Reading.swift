// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
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

    /// `GET /Entity` and `GET /Entity(id)/collection`
    func list(_ set: Resource.RecordSet) async throws -> APIAnswer {
        let name = set.entity
        if let apply = options["apply"], try workspace.groupsRecords(apply, of: name, invocation) {
            return try await groups(set, apply)
        }
        let answer = try answer(name)
        let top = try options.top()
        let limit = pageLimit(answer.selection)
        var request = try listRequest(set)
        request.fields = answer.selection.queried
        request.limit = max(1, min(limit, top ?? limit))
        request.wantsCount = try options.wantsCount()
        let page = try readPage(request, answer, isEmpty: top == 0)
        var body = ByteBuffer()
        body.reserveCapacity(256 + page.rows.readableBytes)
        body.writeStaticString("{")
        if format.metadata != .none {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON("\(root)$metadata#\(name)\(answer.selection.context)")
            body.writeStaticString(",")
        }
        if let count = page.count {
            body.writeName("@odata.count", isFirst: true)
            body.writeNumber(try await exact(count, request), format)
            body.writeStaticString(",")
        }
        body.writeStaticString("\"value\":[")
        body.writeImmutableBuffer(page.rows)
        body.writeStaticString("]")
        let left = top.map { $0 - page.records }
        if let next = page.next, left.map({ $0 > 0 }) ?? true {
            body.writeName("@odata.nextLink")
            body.writeJSON(nextLink(next, left))
        }
        body.writeStaticString("}")
        return .json(body, headers: pageHeaders)
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
                let expanded = try expanded(answer.selection, of: records, request.entity)
                for record in records {
                    if page.records > 0 { page.rows.writeStaticString(",") }
                    page.records += 1
                    answer.form.write(record, expanded, to: &page.rows)
                }
                (page.next, page.count) = (list.next, list.count)
            }
        } catch ServiceError.badRequest("page", _) {
            throw APIError.badPageToken
        }
        return page
    }

    /// Says that the page size that was preferred has been heeded.
    private var pageHeaders: HTTPFields {
        guard let size = preferredPageSize else { return formatHeaders }
        var headers = formatHeaders
        headers[.preferenceApplied] = "odata.maxpagesize=\(min(size, Self.largestPage))"
        return headers
    }

    var formatHeaders: HTTPFields { [.contentType: format.contentType] }

    private func pageLimit(_ selection: Selection) -> Int {
        let hasCollections = selection.expansions.contains { if case .collection = $0.way { true } else { false } }
        let largest = hasCollections ? Self.largestPageWithCollections : Self.largestPage
        let preferred = preferredPageSize ?? options.values["top"].flatMap(Int.init)
        return max(1, min(largest, preferred ?? Self.pageSize))
    }

    /// The address of the next page, with all options in it.
    func nextLink(_ token: String, _ left: Int?) -> String {
        "\(root)\(request.path)?\(options.continued(token: token, top: left))"
    }

    func listRequest(_ set: Resource.RecordSet) throws -> ListRequest {
        var request = ListRequest(
            entity: set.entity, filter: options["filter"], order: options["orderby"], page: options["skiptoken"])
        request.parent = set.parent.map { ListRequest.Parent(field: $0.field, id: $0.id) }
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
    func count(_ set: Resource.RecordSet) async throws -> APIAnswer {
        _ = try readable(set.entity)
        var request = try listRequest(set)
        request.fields = []
        let count = try await workspace.count(request, invocation)
        return .text(String(count), type: "text/plain;charset=utf-8")
    }

    /// `GET /Entity(id)`
    func read(_ name: EntityName, _ id: RecordID) throws -> APIAnswer {
        try refuseListOptions()
        let answer = try answer(name)
        guard headers[.ifNoneMatch] == nil, format.metadata != .full, answer.selection.expansions.isEmpty,
            answer.selection.computed.isEmpty
        else {
            return try representation(name, id)
        }
        var bytes = JSONBytes(capacity: answer.lastSize(of: 1) + 256)
        var version: Int64 = 0
        try workspace.readRecord(name, id, fields: answer.selection.queried, invocation) { row in
            version = row.version
            answer.form.write(row, context: context(of: name, answer.selection), to: &bytes)
        }
        answer.note(bytes.count, of: 1)
        var body = ByteBuffer()
        body.reserveCapacity(bytes.count)
        body.write(bytes)
        var headers = formatHeaders
        headers[.eTag] = entityTag(version)
        return .json(body, headers: headers)
    }

    /// A record as the whole of an answer.
    func representation(
        _ name: EntityName, _ id: RecordID, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        warnings: [Finding] = []
    ) throws -> APIAnswer {
        let answer = try answer(name)
        let view = try view(name, id, answer.selection)
        let expanded = try expanded(answer.selection, of: [view], name)
        var body = ByteBuffer()
        answer.form.write(
            view, expanded, context: context(of: name, answer.selection), operations: try operations(on: name, id),
            warnings: warnings.map { $0.message[invocation.language] }, to: &body)
        var headers = headers
        headers[.contentType] = format.contentType
        headers[.eTag] = entityTag(view.version)
        if let known = self.headers[.ifNoneMatch], request.method == .get || request.method == .head,
            known == "*"
                || known.split(separator: ",").contains(where: { $0.filter { $0 != " " } == entityTag(view.version) })
        {
            headers[.contentType] = nil
            return APIAnswer(status: .notModified, headers: headers)
        }
        return .json(body, status: status, headers: headers)
    }

    private func expanded(
        _ selection: Selection, of records: [RecordView], _ name: EntityName
    ) throws -> [ExpandedRecords] {
        var left = ExpandedRecords.most
        return try selection.expansions.map { try ExpandedRecords($0, of: records, name, self, &left) }
    }

    /// The stages that the record may enter now, as actions of full metadata.
    private func operations(on name: EntityName, _ id: RecordID) throws -> [RecordForm.Operation] {
        guard format.metadata == .full else { return [] }
        let actions = invocation.model.stageActions(of: name)
        return try invocation.model.pipelines.values.filter { $0.entity == name }.flatMap { pipeline in
            try workspace.availableMoves(name, id, pipeline.name, invocation).filter(\.obstacles.isEmpty)
                .compactMap { move in
                    actions.first { $0.pipeline.name == pipeline.name && $0.stage.name == move.stage.name }
                        .map { action in
                            RecordForm.Operation(
                                name: action.name,
                                title: (move.transition.label ?? move.stage.label)[invocation.language])
                        }
                }
        }
    }

    private func context(of name: EntityName, _ selection: Selection) -> String? {
        format.metadata == .none ? nil : "\(root)$metadata#\(name)\(selection.context)/$entity"
    }

    /// Options that only lists have.
    private func refuseListOptions() throws {
        let wrong = ["filter", "orderby", "top", "skip", "count", "search", "apply", "skiptoken"].first {
            options[$0] != nil
        }
        guard let wrong else { return }
        throw APIError(
            .badRequest, "badOption", "The option $\(wrong) is for lists, not for one record.",
            "参数 $\(wrong) 只能用于列表，不能用于单条记录。", target: "$\(wrong)")
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
            model: invocation.model.fingerprint, entity: name, roles: invocation.actor.roles,
            isEngine: invocation.actor.isEngine, select: options["select"],
            expand: options["expand"], compute: options["compute"], apply: options["apply"], format: format)
        return try forms.form(key) {
            let (entity, access) = try readable(name)
            let selection = try Selection(
                select: options["select"], expand: try expandItems(),
                computed: try workspace.computed(try listRequest(Resource.RecordSet(entity: name)), invocation), entity,
                access, self)
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
