// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

/// What became of the requests of a batch so far.
struct BatchRun {
    private let setting: CallSetting
    private(set) var answers: OrderedDictionary<String, APIAnswer> = [:]
    private var groups: [String: Bool] = [:]
    private var references: BatchReferences
    /// The bytes of all answers.
    private(set) var size = 0

    init(_ setting: CallSetting) {
        self.setting = setting
        references = BatchReferences(root: setting.root)
    }

    func succeeded(_ id: String) -> Bool { answers[id]?.isSuccess ?? groups[id] ?? false }

    mutating func note(_ answer: APIAnswer, of item: Batch.Item) {
        answers[item.id] = answer
        size += answer.body.readableBytes
        if let group = item.group { groups[group] = (groups[group] ?? true) && answer.isSuccess }
        if !answer.isSuccess {
            references.failed.insert(item.id)
        } else if let location = answer.headers[.location], location.hasPrefix(setting.root) {
            references.addresses[item.id] = String(location.dropFirst(setting.root.count))
        }
    }

    func answer(_ error: any Error) -> APIAnswer { APIError(error).answer(in: setting.invocation.language) }

    /// Why requests are not carried out: something that they depend on failed.
    func refusal(of items: [Batch.Item]) -> APIAnswer? {
        let own = Set(items.map(\.id))
        guard let failed = items.flatMap(\.dependsOn).first(where: { !own.contains($0) && !succeeded($0) }) else {
            return nil
        }
        return answer(APIError.failedDependency(failed))
    }

    func answer(to item: Batch.Item) async -> APIAnswer {
        do {
            return await setting.answer(try request(item, references))
        } catch {
            return answer(error)
        }
    }

    /// Carries out the requests of a group in one transaction.
    func answers(toGroup items: [Batch.Item]) async -> [APIAnswer] {
        var changes: [RequestedChange] = []
        // A request of a group may name what another of it is going to make: keys are chosen before.
        var references = references
        for (index, item) in items.enumerated() {
            do {
                let (call, resource) = try setting.call(try request(item, references))
                guard item.method != .get else { throw APIError.readInGroup(item.id) }
                let requested = try call.change(resource)
                if let address = requested.change.address { references.addresses[item.id] = address }
                changes.append(requested)
            } catch {
                return undone(items, by: error, at: index)
            }
        }
        do {
            let outcomes = try await setting.workspace.perform(changes.map(\.change), setting.invocation)
            return zip(changes, outcomes).map { change, outcome in
                do {
                    return try change.answer(outcome)
                } catch {
                    // The change is made; that it cannot be shown is no reason to say otherwise.
                    return .empty()
                }
            }
        } catch let refusal as ChangeRefusal {
            return undone(items, by: refusal.error, at: refusal.index)
        } catch {
            return undone(items, by: error, at: 0)
        }
    }

    private func undone(_ items: [Batch.Item], by error: any Error, at index: Int) -> [APIAnswer] {
        let others = APIError(
            .failedDependency, "rolledBack", "Nothing was written: “\(items[index].id)” of the same group failed.",
            "未写入任何内容：同组的请求“\(items[index].id)”失败。", target: items[index].id)
        return items.indices.map { answer($0 == index ? error : others) }
    }

    private func request(_ item: Batch.Item, _ references: BatchReferences) throws -> APIRequest {
        guard item.url.utf8.count <= APIRequest.longestURL else {
            throw APIError(.uriTooLong, "urlTooLong", "The URL is too long.", "URL 过长。", target: item.id)
        }
        let parts = item.url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return APIRequest(
            method: item.method, path: try references.path(String(parts.first ?? "")),
            query: parts.count > 1 ? String(parts[1]) : nil, headers: item.headers,
            body: try references.body(item.body))
    }
}

extension RecordChange {
    /// The address of the record that the change is about, relative to the root.
    fileprivate var address: String? {
        switch self {
        case .create(let record), .upsert(let record, _, _): "\(record.entity)(\(record.id))"
        case .update(let entity, let id, _, _), .replace(let entity, let id, _, _): "\(entity)(\(id))"
        case .move(let move): "\(move.entity)(\(move.id))"
        case .merge(let merge): "\(merge.entity)(\(merge.survivor))"
        case .claim(let entity, let id, _), .release(let entity, let id, _): "\(entity)(\(id))"
        case .share(let share): "\(share.entity)(\(share.id))"
        case .unshare(let entity, let id, _): "\(entity)(\(id))"
        case .delete: nil
        }
    }
}

extension APIError {
    static func failedDependency(_ id: String) -> APIError {
        APIError(
            .failedDependency, "failedDependency", "The request “\(id)”, on which this one depends, failed.",
            "所依赖的请求“\(id)”失败。", target: id)
    }

    fileprivate static func readInGroup(_ id: String) -> APIError {
        APIError(
            .notImplemented, "unsupported", "A group holds requests that write; those that read stand outside of it.",
            "原子组只能包含写请求，读请求应放在组外。", target: id)
    }
}

extension HTTPResponse.Status {
    /// - Source: RFC 4918 §11.4.
    static let failedDependency = HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency")
}
