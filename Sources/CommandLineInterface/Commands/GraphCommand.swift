// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import Expressions
import Packs

/// Shows who uses what.
struct GraphCommand: TrellisCommand {
    /// How a graph is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, dot
    }

    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Shows who uses what: the fields, reports, pipelines and roles that would miss a definition.",
        discussion: """
            With a name, what uses it and what it uses; without one, everything:

              trellis graph verticals/core --of Account.name
              trellis graph --database var/crm.db --of Account.name
              trellis graph verticals/core --format dot | dot -Tsvg > core.svg
            """)

    @OptionGroup var input: EditionInput

    @ArgumentParser.Option(help: "Account, Account.name, “pipeline sales”, “report forecast”, “role seller”.")
    var of: String?

    @ArgumentParser.Option(help: "Print text, json, or dot for Graphviz.")
    var format = Format.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let all = try input.model(environment).uses
        let shown = try of.map { try uses(of: $0, in: all) } ?? all
        switch format {
        case .json: environment.write(try prettyJSON(shown.map(UseForm.init)) + "\n")
        case .dot: environment.write(dot(shown))
        case .text: environment.write(text(shown))
        }
        return .done
    }

    private func uses(of name: String, in all: [ModelUse]) throws -> [ModelUse] {
        let names = Set(all.flatMap { [$0.used, $0.user] })
        let meant = names.contains(name) ? [name] : names.filter { $0.hasSuffix(" \(name)") }
        guard !meant.isEmpty else {
            let likely = names.sorted().first { $0.hasSuffix(".\(name)") } ?? closest(to: name, among: names.sorted())
            let hint = likely.map { " Did you mean “\($0)”?" } ?? ""
            throw CommandFailure(.notFound, "Nothing that is used or uses is called “\(name)”.\(hint)")
        }
        return all.filter { meant.contains($0.used) || meant.contains($0.user) }
    }

    private func text(_ uses: [ModelUse]) -> String {
        var table = TextTable(["is used", "by", "in", "place"])
        for use in uses.sorted(by: { ($0.used, $0.user, $0.part) < ($1.used, $1.user, $1.part) }) {
            table.rows.append([use.used, use.user, use.part, "\(use.range)"])
        }
        return table.text + counted(uses.count, "use") + "\n"
    }

    private func dot(_ uses: [ModelUse]) -> String {
        let arrows = Set(uses.map { "  \(quoted($0.user)) -> \(quoted($0.used));\n" }).sorted()
        return "digraph edition {\n  rankdir=LR;\n  node [shape=box];\n" + arrows.joined() + "}\n"
    }

    private func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\\\"") + "\"" }
}

/// A use as programs read it.
private struct UseForm: Encodable {
    let used, by, part, file: String
    let line, column: Int

    init(_ use: ModelUse) {
        (used, by, part) = (use.used, use.user, use.part)
        (file, line, column) = (use.range.file, use.range.start.line, use.range.start.column)
    }
}
