// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Storage

// Copies of the database beside it, `crm.db.edition-3.backup`, each an ordinary database that can be opened by itself.
extension SQLiteStore {
    /// Nil for a database in memory.
    private var path: String? { (pool as? DatabasePool)?.path }

    public func backUp(edition: Int64) throws -> String {
        guard let file = path else { throw StoreError.unsupported("a backup of a database in memory") }
        let target = file + Self.ending(of: edition)
        let unfinished = target + ".unfinished"
        for path in [unfinished, unfinished + "-wal", unfinished + "-shm"] {
            try? FileManager.default.removeItem(atPath: path)
        }
        try translated {
            let copy = try DatabaseQueue(path: unfinished)
            try pool.backup(to: copy)
            try copy.close()
        }
        // Named only when it is whole: whoever finds the name can rely on it.
        guard rename(unfinished, target) == 0 else {
            throw StoreError.failed(code: Int(errno), "the backup \(target) cannot be written")
        }
        return URL(fileURLWithPath: target).lastPathComponent
    }

    public func removeBackUps(keeping count: Int) throws {
        guard let path else { return }
        let file = URL(fileURLWithPath: path)
        let folder = file.deletingLastPathComponent().path
        let beginning = file.lastPathComponent + ".edition-"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name -> (Int, String)? in
            guard name.hasPrefix(beginning), name.hasSuffix(".backup"),
                let number = Int(name.dropFirst(beginning.count).dropLast(".backup".count))
            else { return nil }
            return (number, name)
        }
        for (_, name) in names.sorted(by: { $0.0 > $1.0 }).dropFirst(count) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private static func ending(of edition: Int64) -> String { ".edition-\(edition).backup" }
}
