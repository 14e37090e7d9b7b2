// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import OrderedCollections
import Packs
import PluginKit
import Services

/// Reads packs and prints every finding.
struct CheckCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads packs and prints every finding with file, line and column.",
        discussion: """
            The packs that the folders require are looked for beside them.

              trellis check verticals/core
              trellis check verticals/core --format json

            Ends with 1 if there are errors; warnings alone are no error.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let loading = try environment.loadPacks(folders)
        switch format {
        case .json: environment.write(loading.diagnostics.json + "\n")
        case .text: environment.write(loading.report)
        }
        return loading.model == nil ? .findings : .done
    }
}

extension CommandEnvironment {
    /// Reads packs with everything that is compiled in.
    ///
    /// - Parameter isLocking: The lock of an edition is about to be written anew, and does not bind.
    func loadPacks(_ folders: [String], isLocking: Bool = false) throws -> PackLoading {
        for folder in folders where !fileExists(folder) {
            throw CommandFailure(.notFound, "There is no folder \(folder).")
        }
        let contributions = try Contributions(plugins: plugins)
        return PackLoader(fieldTypes: contributions.fieldTypes, functions: contributions.functions)
            .load(folders: folders, isLocking: isLocking)
    }

    /// Reads packs that have to be right.
    ///
    /// - Throws: ``CommandFailure`` with every finding if they are not.
    func loadModel(_ folders: [String]) throws -> Model {
        let loading = try loadPacks(folders)
        guard let model = loading.model else { throw CommandFailure(.findings, loading.report) }
        return model
    }
}

extension PackLoading {
    /// Every finding with its caret, and a last line that counts.
    var report: String {
        let printed = DiagnosticPrinter(sources: sources).text(diagnostics)
        let errors = diagnostics.diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.diagnostics.count - errors
        guard let model else { return printed + "\(counted(errors, "error")), \(counted(warnings, "warning"))\n" }
        let packs = model.packs.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        return printed
            + "\(packs): \(counted(model.entities.count, "entity", "entities")), "
            + "\(counted(model.pipelines.count, "pipeline")), \(counted(model.roles.count, "role")), "
            + "\(counted(model.reports.count, "report")); no errors, \(counted(warnings, "warning"))\n"
    }
}

/// `1 error`, `2 errors`, `no errors`.
func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    switch number {
    case 0: "no \(plural ?? singular + "s")"
    case 1: "1 \(singular)"
    default: "\(number) \(plural ?? singular + "s")"
    }
}
