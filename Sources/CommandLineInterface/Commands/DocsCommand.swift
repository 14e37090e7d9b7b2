// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation

/// Writes the hand-out of an edition.
struct DocsCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Writes a hand-out in HTML for the people of the trade.",
        discussion: """
            Entities with a diagram, stage charts, reports, roles; one file for each language, which need nothing else:

              trellis docs verticals/core --output var/docs
              trellis docs --database var/crm.db --output var/docs
              trellis docs verticals/core --output core.html --language en
            """)

    @OptionGroup var input: EditionInput

    @ArgumentParser.Option(
        name: [.short, .long],
        help: ArgumentHelp("A folder, or a file that ends in .html.", valueName: "path"))
    var output: String

    @ArgumentParser.Option(
        help: "Only this language: en or zh-Hans; without it, both.",
        transform: { text in
            guard let language = Language(rawValue: text) else {
                throw ValidationError("There is no language “\(text)”; write en or zh-Hans.")
            }
            return language
        })
    var language: Language?

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let model = try input.model(environment)
        for one in language.map({ [$0] }) ?? Language.allCases {
            let other = language == nil ? Language.allCases.first { $0 != one } : nil
            let handOut = HandOut(model: model, language: one, otherFile: other.map { path(of: $0).lastPathComponent })
            let file = path(of: one)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(handOut.page.utf8).write(to: file, options: .atomic)
            environment.write("\(file.path)\n")
        }
        return .done
    }

    /// Where a language goes: English, or the only one, under the name given.
    private func path(of one: Language) -> URL {
        let isFile = output.lowercased().hasSuffix(".html")
        let base =
            isFile ? URL(fileURLWithPath: output) : URL(fileURLWithPath: output).appendingPathComponent("index.html")
        guard language == nil, one != .english else { return base }
        let name = base.deletingPathExtension().lastPathComponent
        return base.deletingLastPathComponent().appendingPathComponent("\(name).\(one.rawValue).html")
    }
}
