// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDBSQLite

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// How long packs of rising size take from their files to a server's first answer, and whether the time of a field stays.
struct SizeBench {
    let program: String
    let folder: String
    let rounds: Int

    func run(_ sizes: [(fields: Int, pipelines: Int)]) throws -> String {
        var rows = [
            [
                "fields", "pipelines", "XML KB", "read by libxml2 ms", "check ms", "µs a field", "plan new ms",
                "apply ms",
                "its tables by SQLite ms", "plan of ten fields ms", "start s",
            ]
        ]
        for size in sizes { rows.append(try measure(size.fields, size.pipelines)) }
        return table(rows)
    }

    private func measure(_ fields: Int, _ pipelines: Int) throws -> [String] {
        let place = "\(folder)/\(fields)"
        let packs = try WidePack(fields: fields, pipelines: pipelines).write(to: place + "/old")
        let newer = try WidePack(fields: fields, pipelines: pipelines, added: 10).write(to: place + "/new")
        let database = place + "/size.db"
        let limit = try best { _ in try packs.forEach { try read($0 + "/pack.xml") } }
        let check = try best { _ in try TrellisBenchmarks.run(program, ["check"] + packs) }
        let plan = try best { _ in try TrellisBenchmarks.run(program, ["plan"] + packs + ["--database", database]) }
        let apply = try best { round in
            try TrellisBenchmarks.run(
                program, ["apply"] + packs + ["--database", "\(database)\(round == 0 ? "" : "\(round)")"])
        }
        let tables = try best { round in try copyTables(of: database, to: "\(place)/limit\(round).db") }
        let change = try best { _ in try TrellisBenchmarks.run(program, ["plan"] + newer + ["--database", database]) }
        let start = try (0..<rounds).map { _ in
            try ServerProcess(
                program, ["serve", "--database", database, "--port", "18099"], port: 18099, ready: "/sign-in"
            ).startSeconds
        }.min()
        let bytes = try packs.reduce(0) { sum, pack in
            sum + (try FileManager.default.attributesOfItem(atPath: pack + "/pack.xml")[.size] as? Int ?? 0)
        }
        return [
            "\(fields)", "\(pipelines)", "\(bytes / 1024)", text(limit), text(check),
            String(format: "%.0f", check * 1000 / Double(fields)), text(plan), text(apply), text(tables), text(change),
            String(format: "%.2f", start ?? 0),
        ]
    }

    private func text(_ milliseconds: Double) -> String { String(format: "%.0f", milliseconds) }

    /// The shortest of some rounds, in milliseconds: what else the machine does only ever adds to it.
    private func best(_ work: (Int) throws -> Void) throws -> Double {
        try (0..<rounds).map { round in
            let start = ContinuousClock.now
            try work(round)
            let spent = ContinuousClock.now - start
            return Double(spent.components.attoseconds) / 1e15 + Double(spent.components.seconds) * 1000
        }.min() ?? 0
    }

    /// What libxml2 takes to read the same file, with nothing done about it.
    private func read(_ path: String) throws {
        let parser = XMLParser(data: try Data(contentsOf: URL(fileURLWithPath: path)))
        guard parser.parse() else { throw Connection.Failure(description: "\(path) is not well-formed") }
    }

    /// The same tables and indexes made through SQLite's C API, in one transaction; the search tables are SQLite's own.
    private func copyTables(of database: String, to path: String) throws {
        var statements: [String] = []
        try Direct(database).forEachRow(
            "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%' OR sql LIKE 'CREATE %INDEX%'"
        ) { row in
            if let text = sqlite3_column_text(row, 0) { statements.append(String(cString: text)) }
        }
        FileManager.default.createFile(atPath: path, contents: nil)
        let target = try Direct(path)
        try target.execute("BEGIN")
        for statement in statements where !statement.contains("_search") && !statement.contains("sqlite_") {
            try target.execute(statement)
        }
        try target.execute("COMMIT")
    }
}
