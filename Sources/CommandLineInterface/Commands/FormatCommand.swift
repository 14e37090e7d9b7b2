// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import Foundation
import Packs

/// Writes the files of packs in one way.
struct FormatCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Writes the files of packs in one way; what they mean stays the same.",
        discussion: """
            Every XML file below a folder: elements on lines of their own, attributes in the order of the schema, tags
            longer than 120 places over several lines. Texts and comments stay as they are.

              trellis fmt verticals/core
              trellis fmt verticals/core --check

            With --check nothing is written; ends with 1 and the paths if files would be.
            """)

    @Argument(help: ArgumentHelp("Folders of packs, or single files.", valueName: "folder"))
    var folders: [String]

    @Flag(name: .long, help: "Write nothing, print the files that differ.")
    var check = false

    @OptionGroup var answer: LanguageOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        var findings = DiagnosticList()
        var sources: [SourceText] = []
        var changed = 0
        let paths = try folders.flatMap(Self.files)
        for path in paths {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                findings.append(
                    Diagnostic(
                        "pack.E003", Wording("\(path) is no UTF-8 text.", "\(path) 不是 UTF-8 文本。"), at: nil,
                        hint: Wording("Save it as UTF-8.", "请保存为 UTF-8。")))
                continue
            }
            let file = PackFile(path: path, text: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
            sources.append(SourceText(path: path, text: file.text))
            guard let formatted = PackFormatter.formatted(file, &findings), !formatted.utf8.elementsEqual(text.utf8)
            else { continue }
            changed += 1
            environment.write(path + "\n")
            if !check { try Self.write(formatted, to: path) }
        }
        environment.writeError(DiagnosticPrinter(sources: sources, words: answer.language.findings).text(findings))
        environment.writeError(
            answer.language.words(
                "\(changed) of \(counted(paths.count, "file")) \(check ? "would be written anew" : "written anew")\n",
                "\(paths.count) 个文件中，\(changed) 个\(check ? "需要重写" : "已重写")\n"))
        return findings.hasErrors || (check && changed > 0) ? .findings : .done
    }

    /// The XML files below a folder, in the order of their paths, or the file itself.
    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure(.notFound, "There is no folder \(path).")
        }
        guard isFolder.boolValue else { return [path] }
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".xml") }.sorted().map { "\(folder)/\($0)" }
    }

    /// Replaces a file as a whole, so that nobody reads half of it; a link still leads to it, and who may read it stays.
    private static func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try permissions.map { try FileManager.default.setAttributes([.posixPermissions: $0], ofItemAtPath: file) }
    }
}
