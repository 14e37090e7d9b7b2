// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDBSQLite

/// The rows that a create and a stage move write, through the C API into a copy of the tables.
struct WriteLimit {
    let database: String

    /// Policies with change, outbox, stage, search entry, totals and three parents, committed in groups.
    func createsPerSecond(in group: Int, rows: Int = 20_000) throws -> Double {
        try measured(group: group, rows: rows) { direct, number in
            let id = key(number)
            try direct.run(
                "INSERT INTO policy (id, version, created_at, updated_at, policy_no, holder, product, agent, "
                    + "effective_date, sum_insured, premium, mode, pay_term, annual_premium, ape, status) VALUES "
                    + "(?, 1, 1, 1, ?, 'h', 'p', 'a', '2026-01-31', 50000000, 123450, 'annual', 20, 123450, 123450, 'pending')",
                [.text(id), .text("L\(number)")])
            try direct.run("INSERT INTO policy_search (rowid, words) VALUES (last_insert_rowid(), ?)", [.text("L\(number)")])
            try log(direct, id, number)
            try visit(direct, id, number)
            for total in ["board.policyStatus", "report.newPremiumByYear"] {
                try direct.run(
                    "UPDATE trellis_standing_total SET records = records + 1, measure0 = measure0 + 1 "
                        + "WHERE aggregate = ?", [.text(total)])
            }
            for table in ["contact", "product", "agent"] {
                try direct.run("UPDATE \(table) SET version = version WHERE \"row\" = ?", [.integer(Int64(number % 8 + 1))])
            }
        }
    }

    /// A change of one column with change, outbox, two stage rows and the board's totals.
    func movesPerSecond(in group: Int, rows: Int = 20_000) throws -> Double {
        try measured(group: group, rows: rows) { direct, number in
            let id = key(number)
            try direct.run(
                "UPDATE lead SET stage = 'contacted', version = version + 1 WHERE \"row\" = ?", [.integer(Int64(number))])
            try log(direct, id, number)
            try direct.run("UPDATE trellis_stage_visit SET \"left\" = 1 WHERE record = ? AND pipeline = 'lead'", [.text(id)])
            try visit(direct, id, number)
            for stage in ["new", "contacted"] {
                try direct.run(
                    "UPDATE trellis_standing_total SET records = records + 1 WHERE aggregate = 'board.lead' AND groups = ?",
                    [.text(stage)])
            }
        }
    }

    /// What an import writes for each row, a thousand in a transaction.
    func importedPerSecond(rows: Int = 100_000) throws -> Double { try createsPerSecond(in: 1000, rows: rows) }

    private func log(_ direct: Direct, _ id: String, _ number: Int) throws {
        let fields = #"[{"field":"policyNo","old":null,"new":"L1"},{"field":"premium","old":null,"new":"1234.5"}]"#
        try direct.run(
            "INSERT INTO trellis_change VALUES (?, 'Policy', ?, 1, 1, 'u', 'api', 'created', ?, NULL, NULL)",
            [.text(id), .text(id), .text(fields)])
        try direct.run(
            "INSERT INTO trellis_outbox VALUES (?, 'record.created', 'Policy', ?, 1, ?)",
            [.text(id), .text(id), .text(#"{"version":1,"fields":["policyNo","premium"]}"#)])
    }

    private func visit(_ direct: Direct, _ id: String, _ number: Int) throws {
        try direct.run(
            "INSERT INTO trellis_stage_visit VALUES (?, 'Policy', ?, 'policyStatus', 'pending', 1, NULL, 'u', NULL)",
            [.text(id), .text(id)])
    }

    /// A key that sorts behind the ones before it.
    private func key(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "01900000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// Runs writes against an empty copy of the schema, so many in a transaction.
    private func measured(group: Int, rows: Int, _ write: (Direct, Int) throws -> Void) throws -> Double {
        let path = database + ".limit"
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let source = try Direct(database)
        try Data().write(to: URL(fileURLWithPath: path))
        let direct = try Direct(path)
        for sql in try source.texts(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%\\_search\\__%' ESCAPE '\\' "
                + "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'index'")
        {
            try direct.execute(sql)
        }
        let began = now()
        var number = 0
        while number < rows {
            try direct.execute("BEGIN IMMEDIATE")
            for _ in 0..<group {
                number += 1
                try write(direct, number)
            }
            try direct.execute("COMMIT")
        }
        return Double(number) / (now() - began)
    }
}
