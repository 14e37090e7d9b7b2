// SPDX-License-Identifier: Apache-2.0
import Crypto
public import Diagnostics
public import DomainModel
public import Expressions
import Foundation
import Values

/// What became of reading packs: the model, unless there are errors, and every finding.
public struct PackLoading: Sendable {
    public let model: Model?
    public let diagnostics: DiagnosticList
    public let sources: [SourceText]
    let composition: Composition

    /// Every definition of a name, such as `Account.name`, each attribute with the layer and place it comes from and what
    /// it replaced.
    public func explain(_ name: String) -> [Explanation] { composition.explain(name) }

    /// Every name that ``explain(_:)`` knows.
    public var explainable: [String] { composition.explainable }
}

/// Files → parsed packs → merged layers → model: the whole way of a deployment before any database is asked.
public struct PackLoader: Sendable {
    private let fieldTypes: FieldTypeTable
    private let functions: FunctionTable

    public init(fieldTypes: FieldTypeTable, functions: FunctionTable) {
        self.fieldTypes = fieldTypes
        self.functions = functions
    }

    /// Reads packs and those they require, which are looked for beside them.
    ///
    /// - Parameter folders: Paths; findings name files as they are written here.
    public func load(folders: [String]) -> PackLoading {
        var reading = PackReading()
        for folder in folders { reading.read(folder: folder) }
        reading.readRequired(beside: folders)
        return model(from: reading)
    }

    /// Reads packs of one file each.
    public func load(texts: [(path: String, text: String)]) -> PackLoading {
        var reading = PackReading()
        for (path, text) in texts { reading.read(files: [(path, text)], folder: nil) }
        return model(from: reading)
    }

    private func model(from reading: PackReading) -> PackLoading {
        var diagnostics = reading.diagnostics
        let packs = PackOrder.sorted([SystemPack.source] + reading.packs, &diagnostics)
        let composition = Composer.compose(packs, &diagnostics)
        var builder = ModelBuilder(
            packs: packs, composition: composition, fieldTypes: fieldTypes, functions: functions,
            diagnostics: diagnostics)
        let model = builder.build(fingerprint: reading.fingerprint)
        return PackLoading(
            model: builder.diagnostics.hasErrors ? nil : model, diagnostics: builder.diagnostics,
            sources: reading.sources, composition: composition)
    }
}

/// The files of packs, read one after another.
struct PackReading {
    private(set) var packs: [PackSource] = []
    private(set) var sources: [SourceText] = []
    private(set) var diagnostics = DiagnosticList()
    private var digest = SHA256()

    /// A digest of every text that was read.
    var fingerprint: String {
        digest.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Reads `pack.xml` and every other XML file below a folder, in the order of their paths.
    mutating func read(folder: String) {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let paths = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".xml") && $0 != "pack.xml" }.sorted()
        guard FileManager.default.fileExists(atPath: folder + "/pack.xml") else {
            diagnostics.append(
                .missingFolder, "\(folder) holds no pack.xml.", at: nil,
                hint: "Name the folder that holds the file pack.xml.")
            return
        }
        var files: [(String, String)] = []
        for path in ["pack.xml"] + paths {
            let full = folder + "/" + path
            guard let data = FileManager.default.contents(atPath: full), data.count <= 4 << 20,
                let text = String(bytes: data, encoding: .utf8)
            else {
                diagnostics.append(
                    .unreadable, "\(full) is no UTF-8 text of at most 4 MiB.", at: nil, hint: "Save it as UTF-8.")
                continue
            }
            files.append((full, text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text))
        }
        read(files: files, folder: folder)
    }

    /// Reads the files of one pack, the first of which has the root `pack`.
    mutating func read(files: [(path: String, text: String)], folder: String?) {
        var roots: [PackElement] = []
        for (index, file) in files.enumerated() {
            sources.append(SourceText(path: file.path, text: file.text))
            digest.update(data: Array(file.text.utf8))
            guard let root = XMLReader(file: file.path, text: file.text).read(&diagnostics) else { continue }
            let wanted = index == 0 ? "pack" : "pack-part"
            guard root.name == wanted else {
                diagnostics.append(
                    .wrongRoot, "The root is <\(root.name)>, and <\(wanted)> is needed.", at: root.range,
                    hint: "pack.xml has the root <pack>, every other file <pack-part>.")
                continue
            }
            roots.append(root)
        }
        guard let first = roots.first, first.name == "pack",
            let pack = PackSource(root: first, parts: Array(roots.dropFirst()), folder: folder, &diagnostics)
        else { return }
        guard !packs.contains(where: { $0.name == pack.name }) else { return }
        packs.append(pack)
    }

    /// Reads what packs require and nobody named, from the folders beside those that were named.
    mutating func readRequired(beside folders: [String]) {
        let parents = folders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().relativePath }
        var waiting = packs.flatMap(\.requirements)
        while let requirement = waiting.popLast() {
            guard !packs.contains(where: { $0.name == requirement.name }) else { continue }
            let found = parents.map { $0 + "/" + requirement.name.rawValue }
                .first { FileManager.default.fileExists(atPath: $0 + "/pack.xml") }
            guard let found else { continue }
            let before = packs.count
            read(folder: found)
            waiting += packs.dropFirst(before).flatMap(\.requirements)
        }
    }
}

/// Puts packs behind what they require.
enum PackOrder {
    static func sorted(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) -> [PackSource] {
        var sorted: [PackSource] = []
        var waiting = packs
        check(packs, &diagnostics)
        while !waiting.isEmpty {
            let ready = waiting.firstIndex { pack in
                pack.requirements.allSatisfy { need in !waiting.contains { $0.name == need.name } }
            }
            guard let ready else {
                let names = waiting.map(\.name.rawValue).joined(separator: ", ")
                diagnostics.append(
                    .dependencyCycle, "These packs require each other in a circle: \(names).", at: waiting[0].range,
                    hint: "Move what both need into a pack of its own.")
                return sorted + waiting
            }
            sorted.append(waiting.remove(at: ready))
        }
        return sorted
    }

    private static func check(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) {
        for pack in packs {
            for requirement in pack.requirements {
                guard let found = packs.first(where: { $0.name == requirement.name }) else {
                    diagnostics.append(
                        .missingDependency, "The pack \(requirement.name) is required and not there.",
                        at: requirement.range, hint: "Put its folder beside this one, or name it in the command.")
                    continue
                }
                guard !found.version.satisfies(requirement.version) else { continue }
                diagnostics.append(
                    .unsatisfiedVersion,
                    "\(requirement.name) ^\(requirement.version) is required, and \(found.version) is there.",
                    at: requirement.range, hint: "Take another version of \(requirement.name), or ask for this one.")
            }
        }
    }
}
