// SPDX-License-Identifier: Apache-2.0
import CommandLineInterface
import DomainModel
import HTTPAPI
import Hummingbird
import Services
import Storage
import WebUI

/// Serves the pages and the API on one port until the process is told to stop.
@Sendable func serve(_ workspace: Workspace, _ settings: ServeSettings) async throws {
    let router = Router(context: PageContext.self)
    let pages: WebUI
    do {
        pages = try WebUI(
            workspace: workspace,
            settings: WebUISettings(
                secureCookies: settings.publicURL.hasPrefix("https:"), trustsProxy: settings.trustsProxy,
                showsDemoUsers: settings.showsDemoUsers))
    } catch {
        throw StartFailure("\(error)")
    }
    pages.addRoutes(to: router)
    let limit = settings.requestsPerSecond.map { RateLimit(burst: 2 * $0, perSecond: $0) }
    HTTPAPI(workspace: workspace, publicURL: settings.publicURL, rateLimit: limit).addRoutes(to: router)
    let application = Application(
        router: router,
        server: .http1(
            configuration: .init(additionalChannelHandlers: [UnreadableRequests()], idleTimeout: .seconds(60))),
        configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
        services: [EditionWatch(workspace: workspace), JobService(workspace: workspace)])
    settings.announce()
    try await application.runService()
}
