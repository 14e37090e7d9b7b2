// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Services
import Values

/// Makes, lists and revokes the tokens of programs.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes, lists and revokes tokens for programs.",
        subcommands: [Make.self, List.self, Revoke.self])

    struct Make: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it; it is not shown again.",
            discussion: """
                The program has the rights of the user:

                  trellis token make compliance1 --name nightly-export --days 90
                """)

        @Argument(help: "The user whose rights the token has.")
        var user: String

        @ArgumentParser.Option(help: "What the token is for.")
        var name: String

        @ArgumentParser.Option(help: "Days until it ends; never without it.")
        var days: Int64?

        @OptionGroup var database: DatabaseOption

        func validate() throws {
            guard (1...36_500).contains(days ?? 1) else {
                throw ValidationError("--days is a number from 1 to 36500.")
            }
        }

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            let now = workspace.clock.now()
            let expires = days.map { Instant(microseconds: now.microseconds + $0 * TimeSpan.microsecondsPerDay) }
            let token = try await workspace.makeToken(forUser: user, name: name, expires: expires)
            environment.write(token + "\n")
            return .done
        }
    }

    struct List: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the names of the tokens, never the tokens.",
            discussion: "  trellis token list --database var/core.db")

        @OptionGroup var database: DatabaseOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            var table = TextTable(["token", "user", "made"])
            table.rows = try database.openWorkspace(environment).tokens().map {
                [$0.name, $0.userName, $0.created.description]
            }
            environment.write(table.text)
            return .done
        }
    }

    struct Revoke: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a token.",
            discussion: "  trellis token revoke compliance1 --name nightly-export")

        @Argument(help: "The user whose token it is.")
        var user: String

        @ArgumentParser.Option(help: "The token's name.")
        var name: String

        @OptionGroup var database: DatabaseOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            try await database.openWorkspace(environment).revokeToken(name: name, ofUser: user)
            environment.write("\(name) of \(user) has ended.\n")
            return .done
        }
    }
}
