// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("The target graph")
struct TargetGraphTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// What stands directly behind each target's arrow, as the architecture draws it.
    static let graph: [String: Set<String>] = [
        "Diagnostics": [], "Values": [], "Expressions": ["Values", "Diagnostics"], "DomainModel": ["Expressions"],
        "Packs": ["DomainModel"], "Queries": ["DomainModel"], "Schemas": ["DomainModel"],
        "SQLRendering": ["Queries", "Schemas"], "Storage": ["Queries", "Schemas"],
        "SQLiteStorage": ["Storage", "SQLRendering"], "Services": ["Packs", "Storage"],
        "PluginKit": ["Services", "SQLRendering"], "HTTPAPI": ["PluginKit"], "WebUI": ["PluginKit"],
        "CommandLineInterface": ["PluginKit"], "StorageConformance": ["Storage"],
    ]

    private func reachable(from target: String) -> Set<String> {
        let next = Self.graph[target] ?? []
        return next.union(next.flatMap(reachable))
    }

    @Test("a target imports only what stands behind its arrow", arguments: graph.keys.sorted())
    func imports(_ target: String) throws {
        let folder = Self.root + "/Sources/" + target
        let files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".swift") }
        let allowed = reachable(from: target)
        for file in files {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("import ") || line.hasPrefix("public import ")
            {
                let module = String(line.split(separator: " ").last ?? "")
                guard Self.graph[module] != nil else { continue }
                #expect(allowed.contains(module), "\(target)/\(file) imports \(module)")
            }
        }
    }

    @Test("every target says what it owns, what it never does and what to read first", arguments: graph.keys.sorted())
    func readmes(_ target: String) throws {
        let text = try String(contentsOfFile: Self.root + "/Sources/\(target)/README.md", encoding: .utf8)
        #expect(text.contains("Owns ") && text.contains("Never ") && text.contains("Read first: "))
    }
}
