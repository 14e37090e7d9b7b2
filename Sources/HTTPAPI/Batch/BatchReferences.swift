// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// What requests of a batch may call records that earlier ones made: `$id`, in URLs and in links of bodies.
///
/// - Source: OData JSON Format 4.01 §19.1; OData Protocol 4.01 §11.7.3.
struct BatchReferences {
    /// The absolute URL of the service, with a slash at the end.
    let root: String
    /// The records that requests made or named, relative to the root, by the requests' ids.
    var addresses: [String: String] = [:]
    /// The requests that came to nothing.
    var failed: Set<String> = []

    init(root: String) { self.root = root }

    /// A path relative to the root.
    ///
    /// - Parameter written: Absolute, from the host's root, from the service's root, or beginning with a reference.
    /// - Throws: 404 for a URL of something else, 424 for a reference to a request that failed.
    func path(_ written: String) throws(APIError) -> String {
        var path = Substring(written)
        let scheme = path.prefix { $0 != "/" }.lowercased()
        if scheme == "http:" || scheme == "https:" {
            // The same service may be known by another name of its host.
            path = path.dropFirst(scheme.count + 2).drop { $0 != "/" }
            guard let service = relative(path) else { throw .unknownResource(written) }
            return service
        }
        path = relative(path).map { $0[...] } ?? path.drop { $0 == "/" }
        return try resolved(path)
    }

    /// What stands behind the root's path; nil if the path does not begin with it.
    private func relative(_ path: Substring) -> String? {
        let root = root.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).last.map { "/" + $0 } ?? ""
        for start in [root, "/api/"] where path.hasPrefix(start) { return String(path.dropFirst(start.count)) }
        return path == "/api" ? "" : nil
    }

    private func resolved(_ path: Substring) throws(APIError) -> String {
        guard path.hasPrefix("$") else { return String(path) }
        let first = path.prefix { $0 != "/" }
        let id = String(first.dropFirst())
        guard !failed.contains(id) else { throw .failedDependency(id) }
        guard let address = addresses[id] else { return String(path) }
        return address + path.dropFirst(first.count)
    }

    /// A body whose links name records instead of requests; other texts stay as they are, whatever they look like.
    func body(_ bytes: [UInt8]) throws(APIError) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "$")), !(addresses.isEmpty && failed.isEmpty) else { return bytes }
        // Whoever reads the body says what is wrong with it.
        guard let input = try? JSONValue(body: bytes) else { return bytes }
        return Array(try linked(input, isLink: false).json.utf8)
    }

    private func linked(_ input: JSONValue, isLink: Bool) throws(APIError) -> JSONValue {
        switch input {
        case .text(let text) where isLink: return .text(try resolved(text[...]))
        case .array(let items):
            var result: [JSONValue] = []
            for item in items { result.append(try linked(item, isLink: isLink)) }
            return .array(result)
        case .object(let members):
            var result: [JSONMember] = []
            for member in members {
                result.append(
                    JSONMember(name: member.name, value: try linked(member.value, isLink: Self.isLink(member.name))))
            }
            return .object(result)
        default: return input
        }
    }

    private static func isLink(_ name: String) -> Bool {
        name.hasSuffix("@odata.bind") || name.hasSuffix("@bind") || name == "@odata.id" || name == "@id"
    }
}
