// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
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

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let loading = try input.load(environment)
        let found = loading.explain(name)
        guard !found.isEmpty else {
            let hint = closest(to: name, among: loading.explainable).map { " Did you mean “\($0)”?" } ?? ""
            throw CommandFailure(.notFound, "Nothing is called “\(name)” in these packs.\(hint)")
        }
        switch format {
        case .json: environment.write(try prettyJSON(found) + "\n")
        case .text: environment.write(found.map(\.text).joined(separator: "\n"))
        }
        return .done
    }
}

extension Explanation {
    /// The definition's place, a table of its attributes, and what stands inside it.
    fileprivate var text: String {
        var table = TextTable(["", "value", "layer", "place"])
        for attribute in attributes {
            table.rows.append([attribute.name] + attribute.current.cells)
            for source in attribute.replaced { table.rows.append(["  replaced"] + source.cells) }
        }
        var text = "\(kind) \(name), of the pack \(pack)\n\(range)\n\n\(table.text)"
        guard !parts.isEmpty else { return text }
        var inside = TextTable(["inside", "name", "layer", "place"])
        for part in parts { inside.rows.append([part.kind, part.name, part.pack.rawValue, "\(part.range)"]) }
        text += "\n" + inside.text
        return text
    }
}

extension Explanation.Source {
    fileprivate var cells: [String] { [value ?? "(taken away)", pack.rawValue, "\(range)"] }
}

/// A value as JSON for people to read.
func prettyJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
