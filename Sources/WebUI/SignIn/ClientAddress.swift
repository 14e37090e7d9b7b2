// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import NIOCore

/// The address that a request comes from, as far as it can be believed.
///
/// Anybody can write `X-Forwarded-For`; only its last entry is the work of the proxy in front of this server, and only if
/// there is one. IPv6 addresses count by their network of 64 bits, all of which one subscriber has.
func clientAddress(_ request: Request, _ context: PageContext, trustsProxy: Bool) -> String {
    if trustsProxy, let name = HTTPField.Name("X-Forwarded-For"),
        let last = request.headers[values: name].last?.split(separator: ",").last,
        let address = try? SocketAddress(ipAddress: String(last.filter { $0 != " " && $0 != "\t" }), port: 0)
    {
        return network(of: address)
    }
    return context.remoteAddress.map(network) ?? ""
}

private func network(of address: SocketAddress) -> String {
    guard let text = address.ipAddress else { return "" }
    guard case .v6 = address else { return text }
    // An IPv4 client of a socket that takes both.
    if let colon = text.lastIndex(of: ":"), text[colon...].contains(".") {
        return String(text[text.index(after: colon)...])
    }
    return networkGroups(of: text).joined(separator: ":") + "/64"
}

/// The first four of the eight groups of an IPv6 address, of which `::` leaves out those that are zero.
private func networkGroups(of text: String) -> [Substring] {
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    let groups = halves.map { $0.split(separator: ":") }
    let (head, tail) = (groups.first ?? [], groups.count > 1 ? groups[1] : [])
    return Array((head + Array(repeating: "0", count: max(0, 8 - head.count - tail.count)) + tail).prefix(4))
}
