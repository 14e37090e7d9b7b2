// SPDX-License-Identifier: Apache-2.0
import Crypto
import Diagnostics
import Foundation
import Values

/// The files of packs and editions, read one after another.
struct PackReading {
    private(set) var packs: [PackSource] = []
    private(set) var detached: [PackSource] = []
    private(set) var editions: [EditionSource] = []
    private(set) var sources: [SourceText] = []
    private(set) var texts = EditionTexts(packs: [])
    /// The files of seeds, by path.
    private(set) var seedTexts: [String: String] = [:]
    private(set) var diagnostics = DiagnosticList()
    /// Whether the lock of an edition does not bind.
    var isLocking = false
    /// Locks that were found, with the editions they belong to: they are checked when all packs were read.
    private var locks: [(lock: EditionLock, edition: SourceRange)] = []

    /// A digest of every text that was taken; it does not matter in which order packs were named.
    var fingerprint: String {
        var digest = SHA256()
        for file in texts.editions + Self.files(packs, texts.packs) { digest.update(data: Array(file.text.utf8)) }
        for file in Self.files(detached, texts.detached) {
            digest.update(data: Array("detached \(file.text)".utf8))
        }
        for decision in texts.decisions { digest.update(data: Array("decided \(decision)".utf8)) }
        return hexadecimal(digest.finalize())
    }

    private static func files(_ packs: [PackSource], _ texts: [PackTexts]) -> [PackFile] {
        zip(packs, texts).sorted { $0.0.name < $1.0.name }.flatMap(\.1.files)
    }

    /// Reads the pack or the edition that a folder holds; a path may also name the edition's file itself.
    mutating func read(folder: String) {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        if folder.hasSuffix(".xml") {
            read(editionAt: folder)
        } else if FileManager.default.fileExists(atPath: folder + "/edition.xml") {
            read(editionAt: folder + "/edition.xml")
        } else {
            read(packIn: folder)
        }
    }

    /// Reads what packs require and nobody named, from the folders beside those that were named.
    mutating func readRequired(beside folders: [String]) {
        var parents = folders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().relativePath }
        parents += packs.compactMap(\.folder).map { URL(fileURLWithPath: $0).deletingLastPathComponent().relativePath }
        var waiting = packs.flatMap(\.requirements)
        while let requirement = waiting.popLast() {
            guard !packs.contains(where: { $0.name == requirement.name }) else { continue }
            let found = parents.map { $0 + "/" + requirement.name.rawValue }
                .first { FileManager.default.fileExists(atPath: $0 + "/pack.xml") }
            guard let found else { continue }
            let before = packs.count
            read(packIn: found)
            waiting += packs.dropFirst(before).flatMap(\.requirements)
        }
        checkLocks()
    }

    /// Reads the files of a pack that was detached.
    ///
    /// - Parameter purged: The packs of which nothing is kept.
    mutating func read(detached pack: PackTexts, purged: [PackName]) {
        guard let source = source(pack), !packs.contains(where: { $0.name == source.name }) else { return }
        detached.append(source)
        texts.detached.append(pack)
        if purged.contains(source.name) { texts.purged.append(source.name) }
    }

    /// Reads the files of one pack, the first of which has the root `pack`.
    mutating func read(_ pack: PackTexts) {
        guard let source = source(pack), !packs.contains(where: { $0.name == source.name }) else { return }
        packs.append(source)
        texts.packs.append(pack)
    }

    /// Takes over what administrators made of an edition, unless it is among what was read.
    mutating func carry(_ layer: PackTexts) {
        guard !packs.contains(where: { $0.name == CustomerLayer.name }) else { return }
        read(CustomerLayer.fitted(layer, above: packs.map(\.name)))
    }

    private mutating func source(_ pack: PackTexts) -> PackSource? {
        var roots: [PackElement] = []
        for (index, file) in pack.files.enumerated() where !file.isTable {
            guard let root = element(file) else { continue }
            let wanted = index == 0 ? "pack" : "pack-part"
            guard root.name == wanted else {
                diagnostics.append(
                    .wrongRoot, "The root is <\(root.name)>, and <\(wanted)> is needed.", at: root.range,
                    hint: "pack.xml has the root <pack>, every other file <pack-part>.")
                continue
            }
            roots.append(root)
        }
        guard let first = roots.first, first.name == "pack" else { return nil }
        for file in pack.files where file.isTable {
            seedTexts[file.path] = file.text
            sources.append(SourceText(path: file.path, text: file.text))
        }
        return PackSource(root: first, parts: Array(roots.dropFirst()), folder: pack.folder, &diagnostics)
    }

    /// Reads an edition's file, and from its folder the packs that it takes.
    mutating func read(edition file: PackFile, folder: String?) {
        guard let root = element(file) else { return }
        guard root.name == "edition" else {
            diagnostics.append(
                .wrongRoot, "The root is <\(root.name)>, and <edition> is needed.", at: root.range,
                hint: "Name the folder of a pack, or the file of an edition.")
            return
        }
        guard let edition = EditionSource(root: root, folder: folder, &diagnostics) else { return }
        editions.append(edition)
        texts.editions.append(file)
        guard let folder else { return }
        for use in edition.uses { read(packOf: use, from: folder) }
        readLock(folder, root)
    }

    private mutating func read(editionAt path: String) {
        guard let file = file(at: path) else { return }
        read(edition: file, folder: URL(fileURLWithPath: path).deletingLastPathComponent().relativePath)
    }

    private mutating func read(packOf use: EditionSource.Use, from folder: String) {
        guard !packs.contains(where: { $0.name == use.pack }) else { return }
        let places = use.folder.map { [$0] } ?? ["../\(use.pack)", "\(use.pack)"]
        let found = places.map { "\(folder)/\($0)" }.first { FileManager.default.fileExists(atPath: $0 + "/pack.xml") }
        guard let found else {
            diagnostics.append(
                .missingFolder, "The edition takes the pack \(use.pack), which is not there.", at: use.range,
                hint: "It is looked for in \(list: places); name its folder with “folder”.")
            return
        }
        read(packIn: URL(fileURLWithPath: found).standardized.relativePath)
    }

    private mutating func readLock(_ folder: String, _ root: PackElement) {
        guard !isLocking, let data = FileManager.default.contents(atPath: folder + "/" + EditionLock.fileName) else {
            return
        }
        if let lock = try? JSONDecoder().decode(EditionLock.self, from: data) {
            locks.append((lock, root.range))
        } else {
            diagnostics.append(
                .notLocked, "\(EditionLock.fileName) cannot be read.", at: root.range,
                hint: "Write it anew with ‘trellis lock’.")
        }
    }

    private mutating func checkLocks() {
        let found = EditionLock(packs, texts.packs)
        for (lock, edition) in locks {
            for sentence in lock.differences(from: found) {
                diagnostics.append(
                    .notLocked, sentence, at: edition,
                    hint: "Take the packs that \(EditionLock.fileName) names, or accept these with ‘trellis lock’.")
            }
        }
    }

    /// Reads `pack.xml` and every other XML file below a folder, in the order of their paths, then its seeds.
    private mutating func read(packIn folder: String) {
        let all = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
        let paths =
            all.filter { $0.hasSuffix(".xml") && $0 != "pack.xml" && !$0.hasPrefix(ScenarioFiles.folder + "/") }
            + all.filter { $0.hasPrefix("seeds/") && $0.hasSuffix(".csv") }
        guard FileManager.default.fileExists(atPath: folder + "/pack.xml") else {
            diagnostics.append(
                .missingFolder, "\(folder) holds no pack.xml.", at: nil,
                hint: "Name the folder that holds the file pack.xml, or an edition.xml.")
            return
        }
        read(PackTexts(folder: folder, files: (["pack.xml"] + paths).compactMap { file(at: folder + "/" + $0) }))
    }

    private mutating func file(at path: String) -> PackFile? {
        guard let file = PackFile(at: path) else {
            diagnostics.append(.unreadableText(path))
            return nil
        }
        return file
    }

    private mutating func element(_ file: PackFile) -> PackElement? {
        sources.append(SourceText(path: file.path, text: file.text))
        return file.root(&diagnostics)
    }
}

// What newer packs and the layers above them want differently.
extension PackReading {
    /// The packs without what was decided to be passed over.
    var decidedPacks: [PackSource] {
        packs.map { pack in
            let yielded = texts.decisions.filter { decision in
                switch decision.take {
                case .vendor: decision.layer == pack.name
                case .layer: decision.vendor == pack.name && decision.attribute == nil
                }
            }
            guard !yielded.isEmpty else { return pack }
            return PackSource(
                name: pack.name, version: pack.version, label: pack.label, requirements: pack.requirements,
                elements: pack.elements.passingOver(yielded), folder: pack.folder, files: pack.files, range: pack.range)
        }
    }

    /// Takes over what was decided before, as far as the layers that it is about are still there.
    mutating func take(_ decisions: [UpgradeDecision]) {
        let names = Set(packs.map(\.name))
        texts.decisions = decisions.filter { names.contains($0.layer) && names.contains($0.vendor) }
    }

    /// Finds the conflicts with what the database was made from, and notes what is decided of them.
    mutating func decide(after before: EditionTexts, _ choice: UpgradeChoice) -> [UpgradeConflict] {
        take(before.decisions)
        var ignored = DiagnosticList()
        let comparison = UpgradeComparison(after: before, Layering(PackOrder.sorted(packs, &ignored)))
        let conflicts = comparison.conflicts(Array(zip(decidedPacks, texts.packs))).map { conflict in
            var decided = conflict
            decided.take = choice.take(conflict)
            return decided
        }
        for conflict in conflicts {
            guard let take = conflict.take else { continue }
            texts.decisions.removeAll { $0.isAbout(conflict) }
            texts.decisions.append(UpgradeDecision(conflict, take: take))
        }
        return conflicts
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
