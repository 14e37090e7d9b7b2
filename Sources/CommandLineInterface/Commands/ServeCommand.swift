// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Logging
import Services
import Storage

/// Serves the edition of a database.
struct ServeCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves an edition to browsers and programs.",
        discussion: """
              trellis serve --database var/core.db
              trellis serve --database var/core.db --port 9000 --public-url https://crm.example.com
            """)

    @OptionGroup var database: DatabaseOption

    @ArgumentParser.Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @ArgumentParser.Option(help: "The port to listen on.")
    var port = 8080

    @ArgumentParser.Option(help: ArgumentHelp("The address that people use, if it is another.", valueName: "url"))
    var publicURL: String?

    @ArgumentParser.Option(help: "Show the demo users, who all have this password, here and on the sign-in page.")
    var demoPassword: String?

    @ArgumentParser.Option(
        help: ArgumentHelp("Requests a second that the programs of one user may make; 0 for no limit.", valueName: "n"))
    var requestLimit = 500

    @Flag(help: "One reverse proxy stands in front of the server: believe the last address of X-Forwarded-For.")
    var trustedProxy = false

    func validate() throws {
        guard requestLimit >= 0 else { throw ValidationError("--request-limit is a number from 0.") }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        // Aside, so that nobody waits for it.
        let check = Task { reportDrift(of: workspace) }
        defer { check.cancel() }
        let address = publicURL ?? "http://\(host):\(port)"
        try await environment.serve(
            workspace,
            ServeSettings(
                host: host, port: port, publicURL: address, showsDemoUsers: demoPassword != nil,
                requestsPerSecond: requestLimit == 0 ? nil : requestLimit,
                trustsProxy: trustedProxy,
                announce: { [demoPassword] in announce(workspace, at: address, demoPassword, environment) }))
        return .done
    }
}

private func announce(
    _ workspace: Workspace, at address: String, _ demoPassword: String?, _ environment: CommandEnvironment
) {
    environment.write("Trellis serves \(address)\n")
    guard let demoPassword else { return }
    environment.write("Sign in with the password ‘\(demoPassword)’ as\n")
    for user in workspace.model.current.model.demoUsers {
        environment.write("  \(user.name)  \(user.label.english) · \(user.label.chinese)\n")
    }
}

/// Writes to the log where the structure of the database is not as the model says.
private func reportDrift(of workspace: Workspace) {
    let logger = Logger(label: "trellis.doctor")
    do {
        for finding in try workspace.structureDrift() {
            logger.warning(
                "the database is not as its model says",
                metadata: [
                    "id": "\(finding.kind.rawValue)", "subject": "\(finding.subject)",
                    "what": "\(finding.message)", "remedy": "\(finding.remedy)",
                ])
        }
    } catch {
        logger.error("the database cannot be examined", metadata: ["error": "\(error)"])
    }
}
