// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Services
import Values

/// Lists and changes the people who may sign in.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Lists, adds and changes the people who may sign in.",
        subcommands: [List.self, Set.self])

    struct List: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the users with their roles.",
            discussion: "  trellis user list --database var/core.db")

        @OptionGroup var database: DatabaseOption

        @ArgumentParser.Option(help: "Print text or json.")
        var format = OutputFormat.text

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let users = try database.openWorkspace(environment).users()
            switch format {
            case .text:
                var table = TextTable(["user", "name", "roles"])
                table.rows = users.map {
                    [$0.userName, $0.displayName, $0.roles.map(\.rawValue).joined(separator: ", ")]
                }
                environment.write(table.text)
            case .json:
                let objects = users.map { user in
                    let roles = user.roles.map(\.rawValue.jsonQuoted).joined(separator: ",")
                    return "{\"userName\":\(user.userName.jsonQuoted),\"displayName\":\(user.displayName.jsonQuoted),"
                        + "\"roles\":[\(roles)]}"
                }
                environment.write("[" + objects.joined(separator: ",\n ") + "]\n")
            }
            return .done
        }
    }

    struct Set: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a user, or changes the roles or the password of one.",
            discussion: """
                The password is read from standard input if --password-stdin is given:

                  echo 'a long password' | trellis user set li.lei --name 李雷 --role agent --password-stdin
                """)

        @Argument(help: "The name to sign in with.")
        var userName: String

        @ArgumentParser.Option(help: "The name that others see.")
        var name: String

        @ArgumentParser.Option(name: .customLong("role"), help: "A role; give the option once for each.")
        var roles: [String]

        @Flag(help: "Read the password from standard input.")
        var passwordStdin = false

        @OptionGroup var database: DatabaseOption

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let workspace = try database.openWorkspace(environment)
            let password = passwordStdin ? readLine(strippingNewline: true) : nil
            try await workspace.setUser(
                userName: userName, displayName: name, password: password, roles: roles.map { RoleName($0) })
            environment.write("\(userName) has the roles \(roles.joined(separator: ", ")).\n")
            return .done
        }
    }
}
