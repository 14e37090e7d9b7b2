// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import PluginKit
import Schemas
import Services
import Storage
import Values

/// Looks whether a database is as its model says.
struct DoctorCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Finds where a database is not as its model says, and what to do.",
        discussion: """
            Tables, columns, types, indexes, search entries, totals, references and the file itself:

              trellis doctor --database var/crm.db
              trellis doctor --database var/crm.db --repair

            A repair makes anew what can be made; records and values that are gone are in the backups. Ends with 1 if
            there are findings.
            """)

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Make anew what is missing or wrong and can be made.")
    var repair = false

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    @OptionGroup var answer: LanguageOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let language = answer.language
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        if repair {
            let plan = try await Workspace.repair(
                store, contributions: contributions, backup: noBackup ? .none : .standard)
            if format == .text {
                let text = PlanText(plan: plan, language: language, models: []).text
                environment.write(
                    plan.isEmpty
                        ? language.words("Nothing to repair.\n", "无需修复。\n")
                        : text + language.words("Repaired.\n", "已修复。\n"))
            }
        }
        let findings = try Workspace.open(store: store, contributions: contributions).drift()
        switch format {
        case .json: environment.write("[" + findings.map(\.json).joined(separator: ",\n ") + "]\n")
        case .text:
            for finding in findings { environment.write(finding.text(language)) }
            environment.write(
                findings.isEmpty
                    ? language.words("The database is as its model says.\n", "数据库与模型一致。\n")
                    : language.words("\(counted(findings.count, "finding"))\n", "\(findings.count) 个问题\n"))
        }
        return findings.isEmpty ? .done : .findings
    }
}

extension DriftFinding {
    func text(_ language: Language) -> String {
        language.words(
            "\(subject): \(message) [\(kind.rawValue)]\n  \(remedy)\n",
            "\(subject)：\(message.chinese)[\(kind.rawValue)]\n  \(remedy.chinese)\n")
    }

    fileprivate var json: String {
        "{\"id\":\(kind.rawValue.jsonQuoted),\"subject\":\(subject.jsonQuoted),"
            + "\"message\":\(message.english.jsonQuoted),\"remedy\":\(remedy.english.jsonQuoted),"
            + "\"chinese\":{\"message\":\(message.chinese.jsonQuoted),\"remedy\":\(remedy.chinese.jsonQuoted)}}"
    }
}
