// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Services
import Values

/// Shows what waits to be done by itself and what could not be done.
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Lists, runs and repeats what the engine does by itself.",
        discussion: """
            A server does what is due while it runs. A job that fails is tried again after 1 and 5 minutes, half an hour,
            2 and 12 hours, and then waits for somebody to look:

              trellis jobs list --failed
              trellis jobs retry 0199a3c4-…
            """,
        subcommands: [List.self, Run.self, Retry.self, Discard.self], defaultSubcommand: List.self)

    struct List: TrellisCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the jobs by their moment.")

        @Flag(help: "Print those that failed instead of those that wait.")
        var failed = false

        @ArgumentParser.Option(help: "The most jobs to print.")
        var limit = 100

        @ArgumentParser.Option(help: "Print text or json.")
        var format = OutputFormat.text

        @OptionGroup var database: DatabaseOption
        @OptionGroup var actor: ActorOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            let jobs = try workspace.jobs(
                failed ? .failed : .waiting, limit: limit, actor.invocation(workspace))
            switch format {
            case .json: environment.write("[" + jobs.map(\.json).joined(separator: ",\n ") + "]\n")
            case .text:
                var table = TextTable(["due", "kind", "what", "record", "attempts", "error", "job"])
                table.rows = jobs.map { job in
                    [
                        job.due.description, job.kind.rawValue, job.rule, job.about, String(job.attempts),
                        job.error?.english ?? "", job.id.description,
                    ]
                }
                environment.write(table.text)
            }
            return .done
        }
    }

    struct Run: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Does what is due now; a server does so by itself.")

        @OptionGroup var database: DatabaseOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            let count = try await workspace.runDueJobs(until: workspace.clock.now())
            environment.write("\(counted(count, "job")) tried.\n")
            return .done
        }
    }

    struct Retry: TrellisCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a failed job be tried once more.")

        @Argument(help: "The job’s key.")
        var job: String

        @OptionGroup var database: DatabaseOption
        @OptionGroup var actor: ActorOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            try await workspace.retryJob(try key(job), actor.invocation(workspace))
            environment.write("The job waits to be done; a server does it at once, ‘trellis jobs run’ as well.\n")
            return .done
        }
    }

    struct Discard: TrellisCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a job away without doing it.")

        @Argument(help: "The job’s key.")
        var job: String

        @OptionGroup var database: DatabaseOption
        @OptionGroup var actor: ActorOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            try await workspace.discardJob(try key(job), actor.invocation(workspace))
            environment.write("The job is gone.\n")
            return .done
        }
    }
}

private func key(_ text: String) throws -> RecordID {
    guard let id = RecordID(text) else { throw CommandFailure(.usage, "“\(text)” is not the key of a job.") }
    return id
}

extension Job {
    /// The record, as the commands name it.
    fileprivate var about: String {
        guard let entity else { return "" }
        return record.map { "\(entity)(\($0))" } ?? entity.rawValue
    }

    fileprivate var json: String {
        let parts =
            [
                ("job", id.description), ("due", due.description), ("kind", kind.rawValue), ("what", rule),
                ("entity", entity?.rawValue), ("record", record?.description), ("state", state.rawValue),
                ("error", error?.english),
            ] as [(String, String?)]
        let texts = parts.compactMap { name, text in text.map { "\"\(name)\":\($0.jsonQuoted)" } }
        return "{" + (texts + ["\"attempts\":\(attempts)"]).joined(separator: ",") + "}"
    }
}
