// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

/// Several requests in one, some of which may form groups that are carried out wholly or not at all.
///
/// - Source: OData Protocol 4.01 §11.7; OData JSON Format 4.01 §19.
struct Batch {
    /// One request of a batch.
    struct Item: Sendable {
        let id: String
        /// The group it belongs to; nil for one that stands alone.
        let group: String?
        let dependsOn: [String]
        let method: HTTPRequest.Method
        /// As it was written: absolute, from the host's root, or relative; a first segment `$id` means what a request made.
        let url: String
        let headers: HTTPFields
        let body: [UInt8]
    }

    /// The requests in one batch.
    static let longest = 1000
    /// The bytes of all answers; requests behind them are not carried out.
    private static let largestAnswer = 32 << 20

    private let setting: CallSetting
    private let items: [Item]
    private let form: any BatchForm
    private let continuesOnError: Bool
    private let headers: HTTPFields

    /// Reads a batch in the form that its content type names.
    ///
    /// - Throws: 415 for another form, 400 for a batch that cannot be read.
    init(_ setting: CallSetting, _ request: APIRequest) throws {
        var inner = setting
        inner.isInBatch = true
        self.setting = inner
        let type = request.headers[.contentType] ?? ""
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        switch name {
        case "application/json": form = JSONBatchForm()
        case "multipart/mixed": form = try MultipartBatchForm(type)
        default:
            throw APIError(
                .unsupportedMediaType, "unsupportedMediaType", "A batch is application/json or multipart/mixed.",
                "批量请求必须是 application/json 或 multipart/mixed。", target: "Content-Type")
        }
        items = try form.items(request.body)
        guard items.count <= Self.longest else {
            throw APIError(
                .badRequest, "tooCostly", "A batch has at most \(Self.longest) requests.",
                "一个批量请求最多包含 \(Self.longest) 个请求。")
        }
        try Self.check(items)
        let preference = Call.preference("continue-on-error", in: request.headers)
        continuesOnError = preference.map { $0 != "false" } ?? form.continuesByDefault
        headers = preference == nil ? [:] : [.preferenceApplied: "odata.continue-on-error=\(continuesOnError)"]
        setting.charge(items.count - 1)
    }

    private static func check(_ items: [Item]) throws {
        var known: Set<String> = []
        var groups: Set<String> = []
        for (index, item) in items.enumerated() {
            guard known.insert(item.id).inserted else {
                throw APIError.badBatch(
                    "The id “\(item.id)” comes twice.", "编号“\(item.id)”重复。", item.id)
            }
            if let group = item.group {
                guard items[..<index].last?.group == group || groups.insert(group).inserted else {
                    throw APIError.badBatch(
                        "The requests of the group “\(group)” have to stand together.", "同组“\(group)”的请求须相邻。", item.id)
                }
            }
            if let both = [item.group, item.id].compactMap(\.self).first(where: {
                known.contains($0) && groups.contains($0)
            }) {
                throw APIError.badBatch(
                    "“\(both)” is an id and a group.", "“\(both)”既是编号又是组名。", item.id)
            }
            for before in item.dependsOn where !known.contains(before) && !groups.contains(before) {
                throw APIError.badBatch(
                    "“\(item.id)” depends on “\(before)”, which does not stand before it.",
                    "“\(item.id)”依赖的“\(before)”不在它之前。", item.id)
            }
        }
    }

    /// Carries the requests out in their order.
    func answer() async throws -> APIAnswer {
        var run = BatchRun(setting)
        var index = 0
        while index < items.count {
            let item = items[index]
            let end =
                item.group == nil ? index + 1 : items[index...].firstIndex { $0.group != item.group } ?? items.count
            await carryOut(Array(items[index..<end]), in: &run)
            if !continuesOnError, items[index..<end].contains(where: { !run.succeeded($0.id) }) { break }
            index = end
        }
        var answer = form.answer(run.answers, items)
        answer.headers.append(contentsOf: headers)
        return answer
    }

    /// Carries out a request that stands alone, or a group.
    private func carryOut(_ part: [Item], in run: inout BatchRun) async {
        if let refusal = run.size > Self.largestAnswer ? run.answer(tooLarge) : run.refusal(of: part) {
            for item in part { run.note(refusal, of: item) }
        } else if let item = part.first, item.group == nil {
            run.note(await run.answer(to: item), of: item)
        } else {
            for (item, answer) in zip(part, await run.answers(toGroup: part)) { run.note(answer, of: item) }
        }
    }

    private var tooLarge: APIError {
        APIError(
            .badRequest, "tooCostly", "The answers before this one are too large; send it in another batch.",
            "前面的应答过大，请放到另一个批量请求中。")
    }
}

/// How a batch is written.
protocol BatchForm: Sendable {
    /// Whether the requests behind one that failed are carried out if the client says nothing.
    var continuesByDefault: Bool { get }
    func items(_ body: [UInt8]) throws -> [Batch.Item]
    /// - Parameter answers: By the ids of their requests, in the order they were given.
    func answer(_ answers: OrderedDictionary<String, APIAnswer>, _ items: [Batch.Item]) -> APIAnswer
}

extension APIError {
    static func badBatch(_ english: String, _ chinese: String, _ target: String? = nil) -> APIError {
        APIError(.badRequest, "badBatch", english, chinese, target: target)
    }

    static let nestedBatch = APIError(
        .badRequest, "nestedBatch", "A batch cannot hold another batch.", "批量请求不能嵌套。", target: "$batch")
}
