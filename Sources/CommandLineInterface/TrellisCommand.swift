// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import PluginKit
import Schemas
import Services
import Storage

/// A command that gets its surroundings handed in.
protocol TrellisCommand: ParsableCommand {
    func run(in environment: CommandEnvironment) async throws -> ExitStatus
}

/// The command `trellis` with its sub-commands.
public struct Trellis: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "trellis",
        abstract: "Runs industry CRM editions that are made of XML packs.",
        discussion: """
            A pack is checked, planned, then applied to a database, which is then served:

              trellis check verticals/core
              trellis plan verticals/core --database var/core.db
              trellis apply verticals/core --database var/core.db
              trellis serve --database var/core.db

            Exit codes: 0 done; 1 the input has errors, which are printed; 2 not found; 3 refused; 64 wrong usage;
            70 the machine failed.
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self, TestCommand.self, PackCommand.self, FormatCommand.self, DiffCommand.self,
            ExplainCommand.self,
            GraphCommand.self, DocsCommand.self, LockCommand.self, PlanCommand.self, ConflictsCommand.self,
            ProposeCommand.self,
            ApplyCommand.self, CustomisationsCommand.self,
            DetachCommand.self, AttachCommand.self, PurgeCommand.self, RollbackCommand.self, DoctorCommand.self,
            ServeCommand.self, ImportCommand.self,
            ExportCommand.self, QueryCommand.self, ReportCommand.self, MetricCommand.self, UserCommand.self,
            TokenCommand.self,
            JobsCommand.self, AccessLogCommand.self, TraceCommand.self, SimulateCommand.self,
            DemoCommand.self,
        ])

    public init() {}

    /// Reads the arguments, runs the command and returns its exit code; every message is written, none is thrown.
    public static func run(_ arguments: [String], in environment: CommandEnvironment) async -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            if let command = command as? any TrellisCommand { return try await command.run(in: environment).rawValue }
            // A command that only groups others, or the parser's own `help`: both end by throwing their text.
            try command.run()
            return ExitStatus.done.rawValue
        } catch {
            return report(error, environment)
        }
    }

    private static func report(_ error: any Error, _ environment: CommandEnvironment) -> Int32 {
        if let failure = CommandFailure(error) {
            environment.writeError(failure.message + "\n")
            return failure.status.rawValue
        }
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if code.isSuccess { environment.write(message + "\n") } else { environment.writeError(message + "\n") }
        return code.isSuccess ? 0 : code.rawValue
    }
}

/// How tables and lists are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The database that a command works on.
struct DatabaseOption: ParsableArguments {
    @ArgumentParser.Option(
        name: .long,
        help: ArgumentHelp("The SQLite file of the edition.", valueName: "file"))
    var database = "var/trellis.db"

    /// Opens the edition that was applied to the database.
    ///
    /// - Throws: ``CommandFailure`` if another version of the engine made its tables.
    func openWorkspace(_ environment: CommandEnvironment) throws -> Workspace {
        try Workspace.open(
            store: openStore(environment), contributions: Contributions(plugins: environment.plugins)
        ) { state in
            // An empty database is told of by what opens it.
            let foreign = state.model == nil ? [] : state.foreignEngineTables.map(\.name)
            guard foreign.isEmpty else {
                throw CommandFailure(
                    .refused,
                    "Another version of Trellis made \(foreign.joined(separator: ", ")); "
                        + "bring \(database) up to this one with ‘trellis doctor --repair --database \(database)’.")
            }
        }
    }

    /// Opens the database, which has to be there.
    func openStore(_ environment: CommandEnvironment) throws -> any Store {
        guard fileExists(database) else {
            throw CommandFailure(
                .notFound,
                "There is no database at \(database); make one with ‘trellis apply FOLDER --database \(database)’.")
        }
        return try environment.openStore(database)
    }
}

/// The person whose rights a command has.
struct ActorOption: ParsableArguments {
    @ArgumentParser.Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Ask with the rights of this user; without it, of the operator, who sees everything.", valueName: "user"))
    var user: String?

    /// The context of the command's requests.
    func invocation(_ workspace: Workspace, _ door: Invocation.Door = .commandLine) throws -> Invocation {
        guard let user else { return workspace.invocation(.engine, door) }
        guard let actor = try workspace.actor(userName: user) else {
            throw CommandFailure(
                .notFound, "There is no user “\(user)”; ‘trellis user list’ shows the users.")
        }
        return workspace.invocation(actor, door)
    }
}
