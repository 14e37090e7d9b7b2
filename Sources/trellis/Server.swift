// SPDX-License-Identifier: Apache-2.0
import CommandLineInterface
import Hummingbird
import Services

/// Serves the pages and the API on one port until the process is told to stop.
@Sendable func serve(_ workspace: Workspace, _ settings: ServeSettings) async throws {
    let router = Router()
    let application = Application(
        router: router, configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil))
    try await application.runService()
}
