// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import OrderedCollections
import Packs
import PluginKit
import Services
import Storage

/// Reads packs and prints every finding.
struct CheckCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads packs and prints every finding with file, line and column.",
        discussion: """
            The packs that the folders require are looked for beside them.

              trellis check verticals/core
              trellis check verticals/core --format json
              trellis check verticals/core --format sarif > findings.sarif
              trellis check verticals/core --language zh-Hans

            Ends with 1 if there are errors; warnings alone are no error.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    /// How findings are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    @ArgumentParser.Option(
        help: "Print text, json, or sarif (SARIF 2.1.0, which code hosts show beside the lines of a change).")
    var format = Format.text

    @OptionGroup var answer: LanguageOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let packs = try environment.loadPacks(folders)
        let loading = packs.adding(try environment.loadScenarios(of: packs, in: folders))
        switch format {
        case .json: environment.write(loading.diagnostics.json + "\n")
        case .sarif: environment.write(loading.sarif(answer.language) + "\n")
        case .text: environment.write(loading.report(answer.language))
        }
        return loading.diagnostics.hasErrors ? .findings : .done
    }
}

extension CommandEnvironment {
    /// Reads packs with everything that is compiled in.
    ///
    /// - Parameters:
    ///   - isLocking: The lock of an edition is about to be written anew, and does not bind.
    ///   - before: What the database was made from; packs that are no longer there count as detached.
    ///   - choice: How conflicts with layers above newer packs are decided.
    func loadPacks(
        _ folders: [String], isLocking: Bool = false, after before: EditionTexts? = nil,
        deciding choice: UpgradeChoice = UpgradeChoice()
    ) throws -> PackLoading {
        for folder in folders where !fileExists(folder) {
            throw CommandFailure(.notFound, "There is no folder \(folder).")
        }
        let contributions = try Contributions(plugins: plugins)
        return PackLoader(contributions)
            .load(folders: folders, isLocking: isLocking, after: before, deciding: choice)
    }

    /// Reads packs that have to be right.
    ///
    /// - Throws: ``CommandFailure`` with every finding if they are not.
    func loadModel(_ folders: [String]) throws -> Model {
        try loadPacks(folders).rightModel()
    }

    /// Reads packs that are to be applied to a database, which knows what it was made from.
    func loadPacks(
        _ folders: [String], for store: (any Store)?, deciding choice: UpgradeChoice
    ) throws -> PackLoading {
        let contributions = try Contributions(plugins: plugins)
        let before = try store.flatMap { try EditionBook($0, contributions).latest?.texts }
        return try loadPacks(folders, after: before, deciding: choice)
    }

    /// The same for packs that have to be right.
    func loadModel(
        _ folders: [String], for store: (any Store)?, deciding choice: UpgradeChoice, _ language: Language
    ) throws -> (model: Model, texts: EditionTexts) {
        let loading = try loadPacks(folders, for: store, deciding: choice)
        return (try loading.rightModel(language), loading.texts)
    }
}

extension PackLoading {
    /// The model of packs that have to be right.
    ///
    /// - Throws: ``CommandFailure`` with every finding if they are not.
    func rightModel(_ language: Language = .english) throws -> Model {
        guard let model else { throw CommandFailure(.findings, report(language)) }
        return model
    }

    /// Every finding with its caret, and a last line that counts.
    func report(_ language: Language = .english) -> String {
        let printed = DiagnosticPrinter(sources: sources, words: language.findings).text(diagnostics)
        let errors = diagnostics.diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.diagnostics.count - errors
        switch language {
        case .english:
            return printed + "\(contents(language))\(counted(errors, "error")), \(counted(warnings, "warning"))\n"
        case .chinese: return printed + "\(contents(language))\(errors) 个错误，\(warnings) 个警告\n"
        }
    }

    /// The findings as a log for code hosts.
    fileprivate func sarif(_ language: Language) -> String {
        let tool = SARIFLog.Tool(
            name: "trellis", version: Trellis.configuration.version, rules: PackRules.all)
        return SARIFLog(diagnostics, sources: sources, tool: tool, saying: { $0[language] }).json
    }

    /// What there is, if the packs are right.
    private func contents(_ language: Language) -> String {
        guard let model else { return "" }
        let packs = model.packs.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        let (entities, pipelines) = (model.entities.count, model.pipelines.count)
        let (roles, reports) = (model.roles.count, model.reports.count)
        switch language {
        case .english:
            return "\(packs): \(counted(entities, "entity", "entities")), \(counted(pipelines, "pipeline")), "
                + "\(counted(roles, "role")), \(counted(reports, "report")); "
        case .chinese:
            return "\(packs)：\(entities) 个实体，\(pipelines) 个流程，\(roles) 个角色，\(reports) 个报表；"
        }
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
