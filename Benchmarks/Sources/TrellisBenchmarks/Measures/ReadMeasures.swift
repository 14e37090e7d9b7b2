// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What is read from a running server, beside the bare server with the same statements.
struct ReadMeasures {
    let product: ServerProcess
    let limit: ServerProcess
    let peer: ServerProcess
    let token: String
    let cookie: String
    let ids: [String]
    let rows: Int
    let seconds: Double
    let connections: Int

    func all() throws -> [Measurement] {
        [
            try readOne(), try listPage(), try unseenPage(), try computedPage(), try search(), try standing(),
            try report(), try grouping(), try filteredGrouping(), try board(),
        ]
    }

    private func get(_ path: String) -> [UInt8] {
        request("GET", path, headers: [("Authorization", "Bearer \(token)")])
    }

    private func measure(
        _ name: String, connections: Int? = nil, limit path: String?, peer peerPaths: [String],
        _ make: @escaping @Sendable (Int, Int) -> [UInt8]
    ) throws -> Measurement {
        let connections = connections ?? self.connections
        let probe = try Connection(port: product.port).send(make(0, 0))
        guard probe.status == 200 else {
            throw Connection.Failure(
                description: "\(name): \(probe.status) \(String(decoding: probe.body, as: UTF8.self))")
        }
        let bare = try path.map { path in
            let bytes = request("GET", path)
            return try load(port: limit.port, connections: connections, seconds: seconds) { _, _ in bytes }
        }
        var measurement = Measurement(
            name, rows: rows, try load(port: product.port, connections: connections, seconds: seconds, make: make),
            limit: bare)
        guard !peerPaths.isEmpty else { return measurement }
        let peerRequests = peerPaths.map { request("GET", $0) }
        let other = try load(port: peer.port, connections: connections, seconds: seconds) { connection, turn in
            peerRequests[(connection * 7919 + turn) % peerRequests.count]
        }
        (measurement.peerPerSecond, measurement.peerP50) = (other.perSecond, other.p50)
        measurement.failures += other.failures.values.reduce(0, +)
        return measurement
    }

    private func readOne() throws -> Measurement {
        let requests = ids.map { get("/api/Policy(\($0))") }
        return try measure("read one", limit: "/bytes", peer: ids.map { "/Policy/\($0)" }) { connection, turn in
            requests[(connection * 7919 + turn) % requests.count]
        }
    }

    private func listPage() throws -> Measurement {
        let filter = encoded("status eq 'inForce' and premium ge 1000")
        let bytes = get(
            "/api/Policy?$filter=\(filter)&$orderby=id&$top=50&$select=\(Statements.listFields.joined(separator: ","))")
        return try measure("list page of 50 × 30", limit: "/list", peer: ["/Policy?status=inForce&premium=100000"]) {
            _, _ in bytes
        }
    }

    /// The same page by filters that nobody has asked before: what reading, checking and planning them costs.
    private func unseenPage() throws -> Measurement {
        let selection = "&$orderby=id&$top=50&$select=\(Statements.listFields.joined(separator: ","))"
        return try measure("list page, filter unseen", limit: "/list", peer: []) { connection, turn in
            let unseen = connection * 1_000_003 + turn
            return get(
                "/api/Policy?$filter=\(encoded("status eq 'inForce' and premium ge 1000 and premium ne \(unseen)"))"
                    + selection)
        }
    }

    /// The same page with a computed property and the customers behind it.
    private func computedPage() throws -> Measurement {
        let filter = encoded("status eq 'inForce' and premium ge 1000")
        let bytes = get(
            "/api/Policy?$filter=\(filter)&$orderby=id&$top=50&$compute=\(encoded("premium mul 12 as yearly"))"
                + "&$select=policyNo,premium,yearly&$expand=holderRecord($select=name)")
        return try measure("list page, computed, expanded", limit: nil, peer: []) { _, _ in bytes }
    }

    private func grouping() throws -> Measurement {
        let bytes = get(
            "/api/Policy?$apply=\(encoded("groupby((status),aggregate(premium with sum as total,$count as policies))"))"
        )
        return try measure("$apply over all rows", connections: 1, limit: "/apply", peer: []) { _, _ in bytes }
    }

    private func filteredGrouping() throws -> Measurement {
        let steps = "filter(premium ge 5000)/groupby((branch),aggregate(premium with sum as total))/filter(total gt 0)"
        let bytes = get("/api/Policy?$apply=\(encoded(steps))&$orderby=\(encoded("total desc"))")
        return try measure("$apply, filtered twice", connections: 1, limit: "/apply-filtered", peer: []) { _, _ in bytes
        }
    }

    private func search() throws -> Measurement {
        let requests =
            ["晓明", "伟芳", "建国", "丽娜", "志强"].map {
                get("/api/Contact?$search=\(encoded($0))&$top=50&$select=name,mobile")
            } + [get("/api/Contact?$search=\(encoded("伟芳"))&$top=50&$select=name,mobile")]
        return try measure(
            "search of two characters", limit: "/search/\(encoded("\"伟芳\""))", peer: ["/search?words=\(encoded("伟芳"))"]
        ) { _, turn in
            requests[turn % requests.count]
        }
    }

    private func standing() throws -> Measurement {
        let bytes = get("/api/reports/newPremiumByYear")
        return try measure("standing report", connections: 1, limit: "/standing", peer: ["/standing"]) { _, _ in bytes }
    }

    private func report() throws -> Measurement {
        let bytes = get("/api/reports/agentBook")
        return try measure("report over all rows", connections: 1, limit: "/report", peer: ["/report"]) { _, _ in bytes
        }
    }

    private func board() throws -> Measurement {
        let bytes = request("GET", "/board/policyStatus", headers: [("Cookie", cookie)])
        return try measure("board (page)", connections: 1, limit: "/board", peer: ["/board"]) { _, _ in bytes }
    }
}

/// A text as it stands in a URL.
func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
}

/// Signs a person in as a browser does.
///
/// - Returns: The header `Cookie` of the requests that follow.
func signIn(port: Int, user: String, password: String) throws -> String {
    let connection = try Connection(port: port)
    let page = try connection.send(request("GET", "/sign-in"))
    let before = cookies(page.headers)
    let text = String(decoding: page.body, as: UTF8.self)
    let formToken =
        text.components(separatedBy: "name=\"token\" value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
    let form = "userName=\(encoded(user))&password=\(encoded(password))&token=\(encoded(String(formToken)))"
    var head = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    if !before.isEmpty { head += "Cookie: \(before)\r\n" }
    let answer = try connection.send(Array((head + "Content-Length: \(form.utf8.count)\r\n\r\n" + form).utf8))
    let after = cookies(answer.headers)
    guard answer.status == 303 || answer.status == 302, !after.isEmpty else {
        throw Connection.Failure(description: "the sign-in of \(user) was refused: \(answer.status)")
    }
    return after
}

private func cookies(_ headers: String) -> String {
    headers.components(separatedBy: "\r\n").filter { $0.lowercased().hasPrefix("set-cookie:") }
        .map { $0.dropFirst(11).drop { $0 == " " }.prefix { $0 != ";" } }
        .filter { !$0.hasSuffix("=") }.joined(separator: "; ")
}
