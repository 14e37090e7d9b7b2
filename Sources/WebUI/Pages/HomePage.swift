// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Hummingbird
import OrderedCollections
import Services
import Values

extension WebUI {
    func addHomeRoutes(to router: Router<PageContext>) {
        router.get("/", use: page(home))
        router.get("/dashboard/:name", use: page(dashboard))
    }

    /// The first dashboard of the visitor's roles; without one the tiles of the roles, each once.
    @Sendable private func home(_ visit: Visit) async throws -> Response {
        if let dashboard = visit.dashboards.first { return try await page(of: dashboard, visit) }
        var seen: Set<HomePage.Tile> = []
        let tiles = visit.session.actor.roles.flatMap { visit.model.roles[$0]?.home.tiles ?? [] }
            .filter { seen.insert($0).inserted }
        return visit.page(
            "home", title: visit.word("home"),
            try await content(of: tiles, visit).merging([
                "person": visit.session.actor.displayName, "isWelcome": true,
            ]) { first, _ in first })
    }

    @Sendable private func dashboard(_ visit: Visit) async throws -> Response {
        let name = visit.parameters.get("name") ?? ""
        guard let dashboard = visit.dashboards.first(where: { $0.name.rawValue == name }) else {
            throw ServiceError.unknownName(kind: "dashboard", name: name)
        }
        return try await page(of: dashboard, visit)
    }

    private func page(of dashboard: Dashboard, _ visit: Visit) async throws -> Response {
        let title = dashboard.label[visit.language]
        var content = try await content(of: dashboard.tiles, visit)
        content["title"] = title
        let others = visit.dashboards
        if others.count > 1 {
            content["hasOthers"] = true
            content["others"] = others.map { other -> [String: Any] in
                [
                    "link": "/dashboard/\(other.name.rawValue)", "label": other.label[visit.language],
                    "isCurrent": other.name == dashboard.name,
                ]
            }
        }
        return visit.page("home", title: title, content)
    }

    /// The figures stand together in front, then each tile that the visitor may see.
    private func content(of tiles: [HomePage.Tile], _ visit: Visit) async throws -> [String: Any] {
        let names = tiles.compactMap { if case .metric(let name) = $0 { name } else { nil } }
        let figures = names.isEmpty ? [] : try await workspace.metrics(names, visit.invocation)
        let view = TileView(web: self, visit: visit)
        var contents: [[String: Any]] = []
        for tile in tiles {
            // A role may name a tile of what it cannot read; the page goes on without it.
            do {
                if let content = try await view.content(of: tile) { contents.append(content) }
            } catch ServiceError.unknownName { continue } catch ServiceError.forbidden { continue }
        }
        return [
            "figures": figures.map(view.figure), "hasFigures": !figures.isEmpty, "tiles": contents,
            "isEmpty": contents.isEmpty && figures.isEmpty,
        ]
    }
}

extension Visit {
    /// The dashboards for the visitor's roles, in the order of the packs.
    var dashboards: [Dashboard] {
        model.analysis.dashboards.values.filter { $0.isFor(session.actor.roles) }
    }
}
