// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import OrderedCollections
import Services
import Values

/// Prints a report.
struct ReportCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Prints the numbers of a report, or the reports there are.",
        discussion: """
              trellis report
              trellis report casesByCategory
              trellis report casesByCategory --as agent1 --format json
            """)

    @Argument(help: "The report's name; all names without it.")
    var name: String?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(
        help: ArgumentHelp("A further condition in the expression language.", valueName: "expression"))
    var filter: String?

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        guard let name else {
            var table = TextTable(["name", "report"])
            table.rows = invocation.model.reports.values.map { [$0.name.rawValue, $0.label[invocation.language]] }
            environment.write(table.text)
            return .done
        }
        let result = try await workspace.report(ReportName(name), filter: filter, invocation)
        environment.write(format == .json ? result.json : result.table(invocation, offset: workspace.clock.offset))
        return .done
    }
}

extension ReportResult {
    fileprivate func table(_ invocation: Invocation, offset: @escaping @Sendable (Instant) -> Int) -> String {
        let language = invocation.language
        let settings = DisplaySettings(language: language, offset: offset)
        func text(_ value: Value, _ measure: Measure) -> String {
            measure.words(for: value, in: invocation.model, settings) ?? (value.isNull ? "–" : settings.text(value))
        }
        var table = TextTable(report.dimensions.map { $0.label[language] } + report.measures.map { $0.label[language] })
        table.rows = rows.map { row in row.groupLabels + zip(row.measures, report.measures).map(text) }
        if !report.dimensions.isEmpty {
            let total = language == .english ? "Total" : "合计"
            table.rows.append(
                [total] + report.dimensions.dropFirst().map { _ in "" } + zip(totals, report.measures).map(text))
        }
        return table.text
    }

    fileprivate var json: String {
        let objects = rows.map { row in
            let groups = zip(report.dimensions, row.groups).map { "\($0.name.jsonQuoted):\($1.json)" }
            let measures = zip(report.measures, row.measures).map { "\($0.name.jsonQuoted):\($1.json)" }
            return "{" + (groups + measures).joined(separator: ",") + "}"
        }
        return "[" + objects.joined(separator: ",\n ") + "]\n"
    }
}
