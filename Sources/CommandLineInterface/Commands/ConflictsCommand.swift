// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import Foundation
import Packs
import PluginKit
import Services

/// Shows where newer packs and the layers above them want different things.
struct ConflictsCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "Shows where newer packs and the layers above them want different things.",
        discussion: """
            What the database was made from, the newer pack and the layer are compared attribute by attribute. The answer as
            json is a file of decisions: write “layer” or “vendor” at each “take”, and give it to plan and apply.

              trellis conflicts verticals/core packs/acme --database var/crm.db
              trellis conflicts verticals/core packs/acme --database var/crm.db --format json > decisions.json
              trellis apply verticals/core packs/acme --database var/crm.db --decisions decisions.json

            Decisions are kept in the database, and asked for again only if either side says something else. Ends with 1 if
            something is left to decide.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @OptionGroup var database: DatabaseOption
    @OptionGroup var upgrade: UpgradeOptions

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let loading = try environment.loadPacks(folders, for: store, deciding: upgrade.choice)
        switch format {
        case .text: environment.write(text(loading))
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            environment.write(String(decoding: try encoder.encode(loading.conflicts), as: UTF8.self) + "\n")
        }
        return loading.conflicts.contains { $0.take == nil } ? .findings : .done
    }

    private func text(_ loading: PackLoading) -> String {
        var lines = loading.conflicts.map(Self.text)
        let kept = loading.texts.decisions.filter { decision in
            !loading.conflicts.contains { $0.address == decision.address && $0.attribute == decision.attribute }
        }
        lines += kept.map { decision in
            "\(decision.address)\(decision.attribute.map { " · \($0)" } ?? "")  was decided before: \(decision.take.rawValue)\n"
        }
        return lines.isEmpty ? "No conflicts.\n" : lines.joined()
    }

    private static func text(_ conflict: UpgradeConflict) -> String {
        let (before, now, layer) =
            switch conflict.kind {
            case .changed: (conflict.before ?? "–", conflict.vendorValue ?? "–", conflict.layerValue ?? "–")
            case .removed: ("defined it", "has it no more", "changes it")
            case .added: ("did not have it", "defines it", "had added it")
            }
        let decision =
            conflict.take.map { "decided: \($0.rawValue)" }
            ?? "to decide: \(conflict.choices.map(\.rawValue).joined(separator: " or "))"
        return """
            \(conflict.address)\(conflict.attribute.map { " · \($0)" } ?? "")
              \(conflict.vendor) before: \(before)
              \(conflict.vendor) now: \(now)
              \(conflict.layer): \(layer)   (\(conflict.layerRange))
              \(decision)

            """
    }
}

/// How conflicts between newer packs and the layers above them are decided.
struct UpgradeOptions: ParsableArguments {
    @ArgumentParser.Option(
        help: ArgumentHelp(
            "Whose word counts in every conflict that is not decided otherwise.", valueName: "whose"))
    var take: UpgradeSide?

    @ArgumentParser.Option(
        name: .customLong("decisions"),
        help: ArgumentHelp(
            "What ‘trellis conflicts --format json’ printed, with each “take” filled in.", valueName: "file"),
        transform: UpgradeOptions.read)
    var decided: [UpgradeDecision] = []

    var choice: UpgradeChoice { UpgradeChoice(decided: decided, otherwise: take?.take) }

    private static func read(_ path: String) throws -> [UpgradeDecision] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.notFound, "There are no decisions at \(path).")
        }
        do {
            return try JSONDecoder().decode([UpgradeConflict].self, from: data).compactMap { conflict in
                conflict.take.map { UpgradeDecision(conflict, take: $0) }
            }
        } catch {
            throw CommandFailure(
                .findings,
                "\(path) is no file of decisions; write one with ‘trellis conflicts --format json’, and “layer” or “vendor” at each “take”."
            )
        }
    }
}

/// Whose word counts.
enum UpgradeSide: String, CaseIterable, ExpressibleByArgument {
    case layer, vendor

    var take: UpgradeConflict.Take { self == .layer ? .layer : .vendor }
}
