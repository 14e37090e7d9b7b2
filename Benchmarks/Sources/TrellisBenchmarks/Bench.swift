// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The whole run: one database that grows, measured at each size.
struct Bench {
    let trellis: Trellis
    let folder: String
    let seconds: Double
    let bareProgram: String
    let peerProgram: String
    let peerFolder: String

    func run(_ sizes: [Int]) throws -> String {
        try trellis.apply()
        var measurements: [Measurement] = []
        var servers: [[String]] = [["rows", "start s", "idle MB", "MB after load", "database MB"]]
        var loaded = 0
        for size in sizes {
            measurements += try grow(from: loaded, to: size)
            loaded = size
            let (more, server) = try serve(size)
            measurements += more
            servers.append(server)
            FileHandle.standardError.write(Data(table(Measurement.heading.isEmpty ? [] : more.map(\.cells)).utf8))
        }
        let sorted = measurements.enumerated().sorted { left, right in
            let (first, second) = (order(left.element.name, measurements), order(right.element.name, measurements))
            return (first, left.element.rows) < (second, right.element.rows)
        }
        return table([Measurement.heading] + sorted.map(\.element.cells)) + "\n" + table(servers)
    }

    private func order(_ name: String, _ all: [Measurement]) -> Int { all.firstIndex { $0.name == name } ?? 0 }

    /// Imports people and policies until there are so many, and copies policies beyond what is imported.
    private func grow(from old: Int, to size: Int) throws -> [Measurement] {
        let new = min(size, PolicyCopies.imported)
        let measurements = old < new ? try importRows(from: old, to: new) : []
        if size > new { try PolicyCopies(database: trellis.database).grow(to: size) }
        return measurements
    }

    private func importRows(from old: Int, to new: Int) throws -> [Measurement] {
        let (people, policies) = (folder + "/people.csv", folder + "/policies.csv")
        try OldSystem.writePeople((old / 5)..<(new / 5), to: people)
        try OldSystem.writePolicies(old..<new, people: new / 5, to: policies)
        if old == 0 {
            for mapping in ["oldProducts", "oldAgents"] { _ = try trellis.importRows(mapping, policies, rows: 1) }
        }
        let limit = try WriteLimit(database: trellis.database).importedPerSecond()
        var peopleMeasurement = Measurement(
            "import (people)", rows: new,
            perSecond: try trellis.importRows("oldCustomers", people, rows: (new - old) / 5))
        var policyMeasurement = Measurement(
            "import (policies)", rows: new, perSecond: try trellis.importRows("oldPolicies", policies, rows: new - old))
        peopleMeasurement.limitPerSecond = limit
        policyMeasurement.limitPerSecond = limit
        return [peopleMeasurement, policyMeasurement]
    }

    private func serve(_ rows: Int) throws -> ([Measurement], [String]) {
        let token = try trellis.makeToken()
        let ids = try Direct(trellis.database).texts("SELECT id FROM policy WHERE \"row\" % 97 = 3 LIMIT 5000")
        let server = try trellis.serve(port: 18080)
        usleep(500_000)
        let idle = server.residentMegabytes
        let read = request("GET", "/api/Policy(\(ids[0]))", headers: [("Authorization", "Bearer \(token)")])
        let bytes = folder + "/bytes"
        try Data(try Connection(port: 18080).send(read).body).write(to: URL(fileURLWithPath: bytes))
        let bare = try ServerProcess(
            bareProgram, ["bare", "--database", trellis.database, "--bytes", bytes, "--port", "18081"], port: 18081,
            ready: "/bytes")
        let peer = try ServerProcess(
            peerProgram,
            [
                "app:app", "--app-dir", peerFolder, "--port", "18082", "--workers", "2", "--no-access-log",
                "--log-level", "error",
            ],
            port: 18082, ready: "/board",
            environment: [
                "PEER_DATABASE": trellis.database, "PEER_COLUMNS": Statements.listColumns.joined(separator: ", "),
            ])
        let reads = try ReadMeasures(
            product: server, limit: bare, peer: peer, token: token,
            cookie: signIn(port: 18080, user: "bench", password: Trellis.password), ids: ids, rows: rows,
            seconds: seconds, connections: 8
        ).all()
        let writes = try WriteMeasures(
            product: server, peer: peer, token: token, database: trellis.database, rows: rows, seconds: seconds,
            connections: 32
        ).all()
        let line = [
            String(rows), rounded(server.startSeconds, 3), rounded(idle, 0), rounded(server.residentMegabytes, 0),
            rounded(megabytes(trellis.database), 0),
        ]
        return (reads + writes, line)
    }

    private func megabytes(_ path: String) -> Double {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return Double((attributes?[.size] as? Int) ?? 0) / 1_048_576
    }
}
