// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation
import Packs
import PluginKit
import Schemas
import Services
import Storage
import Values

/// Does what a plan says.
struct ApplyCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Does what the plan says, in one transaction.",
        discussion: """
            The database is made if it is not there yet:

              trellis apply verticals/core --database var/core.db
              trellis apply verticals/core --database var/core.db --plan plan.json
              trellis apply verticals/core --database var/demo.db --demo-password 'choose one'

            A server of the same database goes on meanwhile, and switches to the new model when all of it is there. A copy
            of the database as it was before stays beside it (FILE.edition-N.backup, the last three), and ‘trellis rollback’
            goes back without it. The database keeps the packs' texts, so that it needs their folders no more.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @OptionGroup var database: DatabaseOption

    @ArgumentParser.Option(
        help: ArgumentHelp("Do just this plan, and refuse if the database has changed since.", valueName: "file"))
    var plan: String?

    @OptionGroup var answer: LanguageOption

    @OptionGroup var decisions: PlanDecisionOptions
    @OptionGroup var upgrade: UpgradeOptions

    @ArgumentParser.Option(help: "Also add the packs' demo records and users, all with this password.")
    var demoPassword: String?

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try environment.openStore(database.database)
        let language = answer.language
        let (model, texts) = try environment.loadModel(folders, for: store, deciding: upgrade.choice, language)
        let contributions = try Contributions(plugins: environment.plugins)
        let (plan, workspace) = try await carryOut(model, texts, on: store, contributions)
        environment.write(
            plan.isEmpty
                ? language.words("Nothing to do.\n", "无需变更。\n")
                : text(plan, model) + language.words("Applied.\n", "已应用。\n"))
        if !plan.seeds.isEmpty {
            environment.write(try workspace.seedStandings().map { $0.text(language) }.joined())
        }
        if let demoPassword {
            let added = try await workspace.loadDemoData(password: demoPassword)
            environment.write(language.words("\(counted(added, "demo record")) added.\n", "已添加 \(added) 条演示记录。\n"))
            for user in model.demoUsers {
                environment.write("  \(user.name)  \(user.label.english) · \(user.label.chinese)\n")
            }
        }
        return .done
    }

    private func text(_ plan: MigrationPlan, _ model: Model) -> String {
        PlanText(plan: plan, language: answer.language, models: [model]).text
    }

    /// Does what a plan says that was made before, or one that is made now.
    private func carryOut(
        _ model: Model, _ texts: EditionTexts, on store: any Store, _ contributions: Contributions, attempt: Int = 1
    ) async throws -> (MigrationPlan, Workspace) {
        let plan =
            try self.plan.map(read)
            ?? Workspace.plan(model, for: store, contributions, deciding: decisions.decisions)
        guard plan.errors.isEmpty else { throw CommandFailure(.findings, text(plan, model)) }
        do {
            let workspace = try await Workspace.apply(
                plan, model, texts: texts, to: store, contributions: contributions,
                backup: noBackup ? .none : .standard)
            return (plan, workspace)
        } catch StoreError.stalePlan(.records) where self.plan == nil && attempt < 3 {
            // Nobody read this plan; a server wrote between it and now.
            return try await carryOut(model, texts, on: store, contributions, attempt: attempt + 1)
        }
    }

    private func read(_ path: String) throws -> MigrationPlan {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.notFound, "There is no plan at \(path).")
        }
        do {
            return try JSONDecoder().decode(MigrationPlan.self, from: data)
        } catch {
            throw CommandFailure(.findings, "\(path) is not a plan that ‘trellis plan --format json’ printed.")
        }
    }
}

extension SeedStanding {
    /// How the records of a pack stand, and which people have made their own.
    fileprivate func text(_ language: Language) -> String {
        var lines = [
            language.words(
                "\(pack): \(counted(asDelivered, "record")) of \(entity) as delivered.",
                "\(pack)：\(entity) 有 \(asDelivered) 条记录与预置内容一致。")
        ]
        lines += changed.sorted { $0.key < $1.key }.map { key, fields in
            let names = fields.map(\.rawValue)
            return language.words(
                "  \(key): people changed \(names.joined(separator: ", ")), which stays.",
                "  \(key)：\(names.joined(separator: "、")) 已由人修改，予以保留。")
        }
        if !deleted.isEmpty {
            let heading = language.words("  deleted by people, and not brought back: ", "  已由人删除，不再恢复：")
            lines.append(heading + deleted.joined(separator: language.words(", ", "、")))
        }
        if !left.isEmpty {
            let heading = language.words("  no longer delivered, and kept: ", "  不再提供，予以保留：")
            lines.append(heading + left.joined(separator: language.words(", ", "、")))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
