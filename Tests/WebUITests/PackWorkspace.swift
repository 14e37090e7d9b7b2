// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import Expressions
import Foundation
import Packs
import PluginKit
import SQLiteStorage
import Services
import Testing
import Values

/// An edition of one pack on a database of its own, where a user `ann` has a role.
func makeWorkspace(of pack: String, role: String) async throws -> Workspace {
    let contributions = try Contributions(plugins: [ChineseIdentifiers()])
    let loading = PackLoader(contributions)
        .load(texts: [(path: "pack.xml", text: pack)])
    let model = try #require(loading.model, "\(loading.diagnostics.json)")
    let path = FileManager.default.temporaryDirectory.path + "/trellis-\(UUID().uuidString).db"
    let store = try SQLiteStore(
        path: path, functions: contributions.functions,
        calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }))
    let workspace = try await Workspace.apply(
        Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions)
    try await workspace.setUser(userName: "ann", displayName: "Ann", password: "long-enough", roles: [RoleName(role)])
    return workspace
}
