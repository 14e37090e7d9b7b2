// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Services
import Values

/// Shows what automations did for a record, and why they did nothing.
struct TraceCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Prints what automations did for a record, and why they did nothing.",
        discussion: """
            The record is named by its key, or by its title:

              trellis trace A-2026-0017 --database var/crm.db
            """)

    @Argument(help: "The record’s key or title.")
    var record: String

    @ArgumentParser.Option(help: "The most lines to print.")
    var limit = 100

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        let found = try find(record, workspace, invocation)
        let firings = try workspace.firings(of: found.id, limit: limit, invocation)
        environment.write(format == .json ? firings.json : firings.table)
        return .done
    }
}

/// Shows what would happen by itself to a record.
struct SimulateCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Prints what would happen by itself to a record, and changes nothing.",
        discussion: """
            Clocks run out, dates come and automations fire as they would if nobody did anything:

              trellis simulate A-2026-0017 --days 90 --database var/crm.db
            """)

    @Argument(help: "The record’s key or title.")
    var record: String

    @ArgumentParser.Option(help: "How many days are looked ahead.")
    var days: Int64 = 90

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        guard (0...36_500).contains(days) else { throw CommandFailure(.usage, "The days are 0 to 36500.") }
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        let found = try find(record, workspace, invocation)
        let span = TimeSpan(microseconds: days * TimeSpan.microsecondsPerDay)
        guard let moment = invocation.now.adding(span) else {
            throw CommandFailure(.usage, "So far nobody looks ahead.")
        }
        let firings = try await workspace.simulate(found.entity, found.id, until: moment, invocation)
        if firings.isEmpty, format == .text {
            environment.write("Nothing would happen by itself.\n")
        } else {
            environment.write(format == .json ? firings.json : firings.table)
        }
        return .done
    }
}

private func find(
    _ text: String, _ workspace: Workspace, _ invocation: Invocation
) throws -> (entity: EntityName, id: RecordID) {
    guard let found = try workspace.findRecord(text, invocation) else {
        throw CommandFailure(.notFound, "There is no record “\(text)”.")
    }
    return found
}

extension [Firing] {
    fileprivate var table: String {
        var table = TextTable(["at", "what", "cause", "outcome", "why", "done"])
        table.rows = map { firing in
            [
                firing.at.description, firing.automation, firing.cause, firing.outcome.rawValue, firing.why,
                firing.detail.error ?? firing.detail.effects.joined(separator: ", "),
            ]
        }
        return table.text
    }

    fileprivate var json: String {
        let lines = map { firing in
            let facts = firing.detail.facts.map { "\($0.path.jsonQuoted):\($0.value.jsonQuoted)" }
            let parts =
                [
                    ("at", firing.at.description), ("what", firing.automation), ("entity", firing.entity.rawValue),
                    ("record", firing.record.description), ("cause", firing.cause),
                    ("outcome", firing.outcome.rawValue),
                    ("condition", firing.detail.condition), ("error", firing.detail.error),
                ] as [(String, String?)]
            let texts = parts.compactMap { name, text in text.map { "\"\(name)\":\($0.jsonQuoted)" } }
            let effects = firing.detail.effects.map(\.jsonQuoted).joined(separator: ",")
            return "{"
                + (texts + ["\"facts\":{\(facts.joined(separator: ","))}", "\"effects\":[\(effects)]"])
                .joined(separator: ",") + "}"
        }
        return "[" + lines.joined(separator: ",\n ") + "]\n"
    }
}

extension Firing {
    fileprivate var why: String {
        guard let condition = detail.condition else { return "" }
        let facts = detail.facts.map { "\($0.path) = \($0.value)" }.joined(separator: ", ")
        return facts.isEmpty ? condition : "\(condition) (\(facts))"
    }
}
