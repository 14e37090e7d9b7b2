// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import Expressions
import Foundation
import Packs
import Values

/// Shows where each attribute of a definition comes from.
struct ExplainCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows which layer, file and line set each attribute of a definition, and what it replaced.",
        discussion: """
            Entities, fields, lists, pages, pipelines, stages, reports, roles, rights, choices and parameters, by name:

              trellis explain Account.name verticals/core
              trellis explain Account.page --database var/crm.db
              trellis explain salesRep.Account verticals/core
              trellis explain forecast verticals/core --format json
            """)

    @Argument(
        help:
            "Account, Account.name, Account.list, Account.page, a pipeline’s stage as pipeline.stage, a role’s right as role.Entity."
    )
    var name: String

    @OptionGroup var input: EditionInput

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    @OptionGroup var answer: LanguageOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let loading = try input.load(environment)
        let found = loading.explain(name)
        guard !found.isEmpty else {
            let nothing = Wording("Nothing is called “\(name)” in these packs.", "这些包中没有名为“\(name)”的内容。")
            let hint = closest(to: name, among: loading.explainable).map(Wording.meant)
            throw CommandFailure(.notFound, (hint.map { nothing + $0 } ?? nothing)[answer.language])
        }
        switch format {
        case .json: environment.write(try prettyJSON(found) + "\n")
        case .text: environment.write(found.map { $0.text(answer.language) }.joined(separator: "\n"))
        }
        return .done
    }
}

extension Explanation {
    /// The definition's place, a table of its attributes, and what stands inside it.
    fileprivate func text(_ language: Language) -> String {
        let (layer, place) = (language.words("layer", "层"), language.words("place", "位置"))
        var table = TextTable(["", language.words("value", "值"), layer, place])
        for attribute in attributes {
            table.rows.append([attribute.name] + attribute.current.cells(language))
            for source in attribute.replaced {
                table.rows.append([language.words("  replaced", "  取代")] + source.cells(language))
            }
        }
        let title = language.words("\(kind) \(name), of the pack \(pack)", "\(kind) \(name)，属于包 \(pack)")
        var text = "\(title)\n\(range)\n\n\(table.text)"
        guard !parts.isEmpty else { return text }
        var inside = TextTable([language.words("inside", "内容"), language.words("name", "名称"), layer, place])
        for part in parts { inside.rows.append([part.kind, part.name, part.pack.rawValue, "\(part.range)"]) }
        text += "\n" + inside.text
        return text
    }
}

extension Explanation.Source {
    fileprivate func cells(_ language: Language) -> [String] {
        [value ?? language.words("(taken away)", "（已删除）"), pack.rawValue, "\(range)"]
    }
}

/// A value as JSON for people to read.
func prettyJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
