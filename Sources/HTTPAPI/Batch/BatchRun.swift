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
    /// The addresses of the records that requests made or named, relative to the root, by the requests' ids.
    private var addresses: [String: String] = [:]

    init(_ setting: CallSetting) { self.setting = setting }

    func succeeded(_ id: String) -> Bool { answers[id]?.isSuccess ?? groups[id] ?? false }

    mutating func note(_ answer: APIAnswer, of item: Batch.Item) {
        answers[item.id] = answer
        if let group = item.group { groups[group] = (groups[group] ?? true) && answer.isSuccess }
        if let location = answer.headers[.location], location.hasPrefix(setting.root) {
            addresses[item.id] = String(location.dropFirst(setting.root.count))
        }
    }

    /// Why requests are not carried out: something that they depend on failed.
    func refusal(of items: [Batch.Item]) -> APIAnswer? {
        let own = Set(items.map(\.id))
        guard let failed = items.flatMap(\.dependsOn).first(where: { !own.contains($0) && !succeeded($0) }) else {
            return nil
        }
        return APIError(
            .failedDependency, "failedDependency", "The request “\(failed)”, on which this one depends, failed.",
            "所依赖的请求“\(failed)”失败。", target: failed
        ).answer(in: setting.invocation.language)
    }

    func answer(to item: Batch.Item) async -> APIAnswer {
        do {
            let request = try request(item, addresses)
            return await setting.answer(request)
        } catch {
            return APIError(error).answer(in: setting.invocation.language)
        }
    }

    /// Carries out the requests of a group in one transaction.
    func answers(toGroup items: [Batch.Item]) async -> [APIAnswer] {
        var changes: [RequestedChange] = []
        // A request of a group may name what another of it is going to make: keys are chosen before.
        var addresses = addresses
        for (index, item) in items.enumerated() {
            do {
                let (call, resource) = try setting.call(try request(item, addresses))
                let requested = try call.change(resource)
                if let address = requested.change.address { addresses[item.id] = address }
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
        let language = setting.invocation.language
        let others = APIError(
            .failedDependency, "rolledBack", "Nothing was written: “\(items[index].id)” of the same group failed.",
            "未写入任何内容：同组的请求“\(items[index].id)”失败。", target: items[index].id)
        return items.indices.map { $0 == index ? APIError(error).answer(in: language) : others.answer(in: language) }
    }

    private func request(_ item: Batch.Item, _ addresses: [String: String]) throws -> APIRequest {
        guard item.url.utf8.count <= APIRequest.longestURL else {
            throw APIError(.uriTooLong, "urlTooLong", "The URL is too long.", "URL 过长。", target: item.id)
        }
        let parts = item.url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return APIRequest(
            method: item.method, path: try path(String(parts.first ?? ""), addresses),
            query: parts.count > 1 ? String(parts[1]) : nil, headers: item.headers,
            body: try body(item.body, addresses))
    }

    /// A path relative to the root.
    private func path(_ written: String, _ addresses: [String: String]) throws -> String {
        var path = Substring(written)
        if path.hasPrefix(setting.root) {
            path = path.dropFirst(setting.root.count)
        } else if path.contains("://") {
            // The same service under another name of its host.
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            guard let root = segments.firstIndex(of: "api") else { throw APIError.unknownResource(written) }
            path = Substring(segments[(root + 1)...].joined(separator: "/"))
        } else if path.hasPrefix("/api/") {
            path = path.dropFirst("/api/".count)
        } else {
            path = path.drop { $0 == "/" }
        }
        guard path.hasPrefix("$") else { return String(path) }
        let first = path.prefix { $0 != "/" }
        guard let address = addresses[String(first.dropFirst())] else { return String(path) }
        return address + path.dropFirst(first.count)
    }

    /// A body in which `"$id"` stands for the address of a record that another request makes.
    private func body(_ bytes: [UInt8], _ addresses: [String: String]) throws -> [UInt8] {
        guard !addresses.isEmpty, bytes.contains(UInt8(ascii: "$")) else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        var replaced = text
        for (id, address) in addresses { replaced = replaced.replacing("\"$\(id)\"", with: address.jsonQuoted) }
        return Array(replaced.utf8)
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
        case .delete: nil
        }
    }
}

extension HTTPResponse.Status {
    /// - Source: RFC 4918 §11.4.
    static let failedDependency = HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency")
}
