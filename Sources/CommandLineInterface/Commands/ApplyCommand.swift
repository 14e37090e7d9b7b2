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

    @OptionGroup var decisions: PlanDecisionOptions
    @OptionGroup var upgrade: UpgradeOptions

    @ArgumentParser.Option(help: "Also add the packs' demo records and users, all with this password.")
    var demoPassword: String?

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try environment.openStore(database.database)
        let (model, texts) = try environment.loadModel(folders, for: store, deciding: upgrade.choice)
        let contributions = try Contributions(plugins: environment.plugins)
        let (plan, workspace) = try await carryOut(model, texts, on: store, contributions)
        environment.write(plan.isEmpty ? "Nothing to do.\n" : plan.text + "Applied.\n")
        if !plan.seeds.isEmpty { environment.write(try workspace.seedStandings().map(\.text).joined()) }
        if let demoPassword {
            let added = try await workspace.loadDemoData(password: demoPassword)
            environment.write("\(counted(added, "demo record")) added.\n")
            for user in model.demoUsers {
                environment.write("  \(user.name)  \(user.label.english) · \(user.label.chinese)\n")
            }
        }
        return .done
    }

    /// Does what a plan says that was made before, or one that is made now.
    private func carryOut(
        _ model: Model, _ texts: EditionTexts, on store: any Store, _ contributions: Contributions, attempt: Int = 1
    ) async throws -> (MigrationPlan, Workspace) {
        let plan =
            try self.plan.map(read)
            ?? Workspace.plan(model, for: store, contributions, deciding: decisions.decisions)
        guard plan.errors.isEmpty else { throw CommandFailure(.findings, plan.text) }
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
    fileprivate var text: String {
        var lines = ["\(pack): \(counted(asDelivered, "record")) of \(entity) as delivered."]
        lines += changed.sorted { $0.key < $1.key }.map { key, fields in
            "  \(key): people changed \(fields.map(\.rawValue).joined(separator: ", ")), which stays."
        }
        if !deleted.isEmpty {
            lines.append("  deleted by people, and not brought back: \(deleted.joined(separator: ", "))")
        }
        if !left.isEmpty { lines.append("  no longer delivered, and kept: \(left.joined(separator: ", "))") }
        return lines.joined(separator: "\n") + "\n"
    }
}
