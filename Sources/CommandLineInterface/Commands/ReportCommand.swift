// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation
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
              trellis report casesByCategory --format xlsx --output cases.xlsx
            """)

    @Argument(help: "The report's name; all names without it.")
    var name: String?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(
        help: ArgumentHelp("A further condition in the expression language.", valueName: "expression"))
    var filter: String?

    @ArgumentParser.Option(help: "Print text or json, or write a file of the form csv or xlsx.")
    var format = Format.text

    @ArgumentParser.Option(
        help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
    var output: String?

    /// What a report is printed as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv, xlsx
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        guard let name else {
            var table = TextTable(["name", "report"])
            table.rows = invocation.model.reports.values.map { [$0.name.rawValue, $0.label[invocation.language]] }
            environment.write(table.text)
            return .done
        }
        if let file = ReportFileFormat(rawValue: format.rawValue) {
            return try await write(
                workspace.reportFile(ReportName(name), file, filter: filter, invocation), in: environment)
        }
        let result = try await workspace.report(ReportName(name), filter: filter, invocation)
        let text = format == .json ? result.json : result.table(invocation, offset: workspace.clock.offset)
        return try write(Array(text.utf8), in: environment)
    }

    /// Bytes that are no text go to a file only.
    private func write(_ bytes: [UInt8], in environment: CommandEnvironment) throws -> ExitStatus {
        guard let output else {
            guard format != .xlsx else {
                throw CommandFailure(.usage, "An XLSX file cannot be printed: add --output report.xlsx.")
            }
            environment.write(String(decoding: bytes, as: UTF8.self))
            return .done
        }
        guard FileManager.default.createFile(atPath: output, contents: Data(bytes)) else {
            throw CommandFailure(.failed, "\(output) cannot be written.")
        }
        return .done
    }
}

extension ReportResult {
    fileprivate func table(_ invocation: Invocation, offset: @escaping @Sendable (Instant) -> Int) -> String {
        let language = invocation.language
        let settings = DisplaySettings(language: language, offset: offset)
        func texts(_ row: Row) -> [String] {
            zip(columns, row.figures).map { $0.text($1, in: invocation.model, settings) }
        }
        let total = language == .english ? "Total" : "合计"
        var table = TextTable(headings.map { $0.label[language] } + columns.map { $0.label[language] })
        table.rows = lines.map { row in
            let missing = headings.count - row.groups.count
            let names =
                row.groupLabels + (missing > 0 ? [total] : []) + Array(repeating: "", count: max(missing - 1, 0))
            return names + texts(row)
        }
        if !headings.isEmpty {
            table.rows.append([total] + headings.dropFirst().map { _ in "" } + texts(self.total))
        }
        return table.text + (isCut ? (language == .english ? "There are more groups.\n" : "还有更多分组。\n") : "")
    }

    fileprivate var json: String {
        let objects = rows.map { row in
            let groups = zip(headings, row.groups).map { "\($0.name.jsonQuoted):\($1.json)" }
            let figures = zip(columns, row.figures).map { "\($0.name.jsonQuoted):\($1.json)" }
            return "{" + (groups + figures).joined(separator: ",") + "}"
        }
        return "[" + objects.joined(separator: ",\n ") + "]\n"
    }
}
