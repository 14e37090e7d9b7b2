// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What is written to a running server over many connections at once.
struct WriteMeasures: Sendable {
    let product: ServerProcess
    let peer: ServerProcess
    let token: String
    let database: String
    let rows: Int
    let seconds: Double
    let connections: Int

    func all() throws -> [Measurement] {
        let limit = WriteLimit(database: database)
        var create = try createPolicies()
        create.limitPerSecond = try limit.createsPerSecond(in: connections)
        var leads = try createLeads()
        let others = try load(port: peer.port, connections: connections, seconds: seconds) { connection, turn in
            request(
                "POST", "/Lead",
                body: "{\"name\":\"王小\(connection)-\(turn)\",\"source\":\"referral\",\"owner\":null}")
        }
        (leads.peerPerSecond, leads.peerP50) = (others.perSecond, others.p50)
        var move = try moveLeads()
        move.limitPerSecond = try limit.movesPerSecond(in: connections)
        return [create, leads, move]
    }

    private func post(_ path: String, _ body: String) -> [UInt8] {
        request(
            "POST", path, headers: [("Authorization", "Bearer \(token)"), ("Prefer", "return=minimal")], body: body)
    }

    private func check(_ name: String, _ bytes: [UInt8]) throws {
        let probe = try Connection(port: product.port).send(bytes)
        guard (200..<300).contains(probe.status) else {
            throw Connection.Failure(
                description: "\(name): \(probe.status) \(String(decoding: probe.body, as: UTF8.self))")
        }
    }

    private func createPolicies() throws -> Measurement {
        let direct = try Direct(database)
        let holders = try direct.texts("SELECT id FROM contact LIMIT 2000")
        let products = try direct.texts("SELECT id FROM product")
        let agents = try direct.texts("SELECT id FROM agent")
        let run = Int(now())
        @Sendable func make(_ connection: Int, _ turn: Int) -> [UInt8] {
            let number = connection * 1_000_000 + turn
            return post(
                "/api/Policy",
                "{\"policyNo\":\"N\(run)-\(number)\",\"holder\":\"\(holders[number % holders.count])\","
                    + "\"product\":\"\(products[number % products.count])\",\"agent\":\"\(agents[number % agents.count])\","
                    + "\"effectiveDate\":\"2026-01-31\",\"sumInsured\":500000,\"premium\":1234.5,\"mode\":\"annual\","
                    + "\"payTerm\":20,\"channel\":\"agency\"}")
        }
        try check("create a policy", make(999, 0))
        return Measurement(
            "create (policy, 3 roll-ups)", rows: rows,
            try load(port: product.port, connections: connections, seconds: seconds, make: make), limit: nil)
    }

    private func createLeads() throws -> Measurement {
        @Sendable func make(_ connection: Int, _ turn: Int) -> [UInt8] {
            post(
                "/api/Lead", "{\"name\":\"王小\(connection)-\(turn)\",\"source\":\"referral\",\"owner\":null}"
            )
        }
        try check("create a lead", make(999, 0))
        return Measurement(
            "create (lead)", rows: rows,
            try load(port: product.port, connections: connections, seconds: seconds, make: make), limit: nil)
    }

    /// Each connection moves leads of its own.
    private func moveLeads() throws -> Measurement {
        let direct = try Direct(database)
        let ids = try direct.texts("SELECT id FROM lead WHERE stage = 'new' ORDER BY id")
        let share = ids.count / connections
        @Sendable func make(_ connection: Int, _ turn: Int) -> [UInt8] {
            let id = ids[connection * share + turn % max(share, 1)]
            return post("/api/Lead(\(id))/crm.move", "{\"to\":\"contacted\"}")
        }
        try check("move a lead", make(connections - 1, share - 1))
        let result = try load(port: product.port, connections: connections, turns: max(1, share - 1), make: make)
        return Measurement("stage move", rows: rows, result, limit: nil)
    }
}
