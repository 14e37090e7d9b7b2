// SPDX-License-Identifier: Apache-2.0

extension SchemaChange {
    /// The heading that the change stands under.
    var subject: String {
        switch self {
        case .createEngineTable, .remakeEngineTable: "engine"
        case .createTable(let entity, _), .addColumn(let entity, _, _, _), .addSortColumn(let entity, _, _, _),
            .createSearchTable(let entity, _), .rebuildSearch(let entity, _), .fillSortKeys(let entity, _),
            .recompute(let entity, _), .requireField(let entity, _), .relaxField(let entity, _),
            .detachField(let entity, _), .attachField(let entity, _), .detachEntity(let entity),
            .attachEntity(let entity), .renameEntity(_, let entity, _), .renameField(let entity, _, _),
            .convertField(let entity, _, _, _, _), .replaceOption(let entity, _, _, _, _),
            .renameOption(let entity, _, _, _, _), .replaceFlag(let entity, _, _, _, _),
            .fillDefault(let entity, _, _), .limitField(let entity, _, _), .addRule(let entity, _),
            .buildTree(let entity):
            entity
        case .createIndex, .dropIndex: "indexes"
        case .computeStanding, .dropStanding: "totals"
        case .fillStructure, .dropStructure: "structures"
        }
    }

    /// The change in one line, beginning with its sign: `+` adds, `-` takes away, `~` changes.
    var line: String {
        switch self {
        case .createEngineTable(let name): "+ table \(name)"
        case .remakeEngineTable(let name, _): "~ remake table \(name)"
        case .createTable(_, let table): "+ table \(table)"
        case .renameEntity(let from, let to, _): "~ \(from) becomes \(to)"
        case .addColumn(_, let field, let table, let layout):
            "+ \(field) in \(table).\(layout.column) as \(layout.storage.text)"
                + (layout.sortColumn.map { " with sort keys in \($0)" } ?? "")
        case .renameField(_, let from, let to): "~ \(from) becomes \(to)"
        case .addSortColumn(_, let field, let table, let column): "+ sort keys of \(field) in \(table).\(column)"
        case .createIndex(let name, let table, let columns, let isUnique):
            "+ \(isUnique ? "unique " : "")index \(name) on \(table) (\(columns.joined(separator: ", ")))"
        case .dropIndex(let name): "- index \(name)"
        case .createSearchTable(_, let name): "+ search table \(name)"
        case .rebuildSearch(_, let name): "~ rebuild \(name)"
        case .fillSortKeys(_, let field): "~ fill sort keys of \(field)"
        case .convertField(_, let field, let table, let from, let to):
            from.column == to.column
                ? "~ rewrite \(field) in \(table).\(to.column)"
                : "~ convert \(field) from \(table).\(from.column) (\(from.storage.text)) to \(to.column) "
                    + "(\(to.storage.text))"
        case .replaceOption(_, let field, _, let from, let to): "~ \(field): \(from) becomes \(to)"
        case .renameOption(_, let field, _, let from, let to): "~ \(field): \(from) is called \(to)"
        case .replaceFlag(_, let field, _, let from, let to): "~ \(field): bits \(from) become \(to)"
        case .fillDefault(_, let field, _): "~ fill \(field) with its default"
        case .recompute(_, let field): "~ compute \(field)"
        case .buildTree(let entity): "~ build the tree of \(entity)"
        case .computeStanding(let name): "~ compute totals \(name)"
        case .dropStanding(let name): "- totals \(name)"
        case .fillStructure(let name): "~ work out \(name)"
        case .dropStructure(let name): "- \(name)"
        case .requireField(_, let field): "~ require \(field)"
        case .relaxField(_, let field): "~ no longer require \(field)"
        case .limitField(_, let field, let limit): "~ limit \(field): \(limit)"
        case .addRule(_, let rule): "+ rule \(rule)"
        case .detachField(_, let field): "- detach \(field)"
        case .attachField(_, let field): "+ attach \(field)"
        case .detachEntity(let entity): "- detach \(entity)"
        case .attachEntity(let entity): "+ attach \(entity)"
        }
    }
}
