// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import Services

extension WebUI {
    func addReferenceRoutes(to router: Router<PageContext>) {
        router.get("/api-reference", use: page(reference))
    }

    /// What programs may ask for, as the visitor's roles allow it: the page shows the service's own OpenAPI document.
    @Sendable private func reference(_ visit: Visit) async throws -> Response {
        visit.page("reference", title: visit.word("apiReference"), ["user": visit.session.actor.userName])
    }
}
