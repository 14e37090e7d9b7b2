// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import Values

/// The scenarios that a pack carries, as they lie in its folder.
struct ScenarioFiles {
    /// The folder of scenarios, in that of the pack.
    static let folder = "scenarios"

    let pack: PackName
    /// The XML files, in the order of their paths.
    let files: [PackFile]
    /// What a path of another file holds; nil if it is not there.
    let bytes: (_ path: String) -> [UInt8]?

    /// The scenarios of a pack's folder, or of that of an edition.
    init(pack: PackName, in home: String, _ diagnostics: inout DiagnosticList) {
        let folder = home + "/" + Self.folder
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        var files: [PackFile] = []
        for name in names.filter({ $0.hasSuffix(".xml") }).sorted() {
            guard let file = PackFile(at: folder + "/" + name) else {
                diagnostics.append(.unreadableText(folder + "/" + name))
                continue
            }
            files.append(file)
        }
        self.pack = pack
        self.files = files
        bytes = { path in FileManager.default.contents(atPath: path).map(Array.init) }
    }

    /// Scenarios that are texts, with the texts of the files that they name.
    init(pack: PackName, texts: [PackFile]) {
        self.pack = pack
        files = texts.filter { $0.path.hasSuffix(".xml") }
        bytes = { path in texts.first { $0.path == path }.map { Array($0.text.utf8) } }
    }
}

extension PackFile {
    /// The file at a path; nil if it is no UTF-8 text of at most 4 MiB.
    init?(at path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4 << 20,
            let text = String(bytes: data, encoding: .utf8)
        else { return nil }
        self.init(path: path, text: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    }
}

extension Diagnostic {
    static func unreadableText(_ path: String) -> Diagnostic {
        Diagnostic(.unreadable, "\(path) is no UTF-8 text of at most 4 MiB.", at: nil, hint: "Save it as UTF-8.")
    }
}
