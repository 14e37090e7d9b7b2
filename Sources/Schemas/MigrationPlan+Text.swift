// SPDX-License-Identifier: Apache-2.0

extension MigrationPlan {
    /// Nothing has to be done to the structure.
    public var isEmpty: Bool { steps.isEmpty }

    /// Records that break a new rule, over all steps; the plan can be applied only if there are none.
    public var offendingRecords: Int { steps.reduce(0) { $0 + $1.offendingRecords } }

    /// A digest of the plan, to confirm that what is applied is what was read.
    public var fingerprint: String {
        digest(
            [basis, model]
                + steps.map { "\($0.change.line) | \($0.reason) | \($0.touchedRecords) | \($0.offendingRecords)" })
    }

    /// The plan as a person reads it: grouped by entity, `+` adds, `-` takes away, `~` changes.
    public var text: String {
        guard !isEmpty else { return "Nothing to do: the database fits the model.\n" }
        var groups: [(title: String, lines: [String])] = []
        for step in steps {
            let title = step.change.subject
            let place = groups.firstIndex { $0.title == title } ?? groups.endIndex
            if place == groups.endIndex { groups.append((title, [])) }
            groups[place].lines += step.lines
        }
        let body = groups.map { ([$0.title] + $0.lines).joined(separator: "\n") }.joined(separator: "\n\n")
        let touched = steps.reduce(0) { $0 + $1.touchedRecords }
        return "\(body)\n\n\(steps.count) steps, \(touched) records touched, \(offendingRecords) records offending\n"
            + "plan \(fingerprint)\n"
    }
}

extension MigrationStep {
    fileprivate var lines: [String] {
        var lines = ["  \(change.line)", "      why:  \(reason)"]
        if touchedRecords > 0 { lines.append("      touches \(touchedRecords) records") }
        if offendingRecords > 0 { lines.append("      REFUSED: \(offendingRecords) records break the new rule") }
        return lines + ["      undo: \(undo)"]
    }
}

extension SchemaChange {
    /// The heading that the change stands under.
    fileprivate var subject: String {
        switch self {
        case .createEngineTable: "engine"
        case .createTable(let entity, _), .addColumn(let entity, _, _, _), .addSortColumn(let entity, _, _, _),
            .createSearchTable(let entity, _), .rebuildSearch(let entity, _), .fillSortKeys(let entity, _),
            .recompute(let entity, _), .requireField(let entity, _), .relaxField(let entity, _),
            .detachField(let entity, _), .attachField(let entity, _), .detachEntity(let entity),
            .attachEntity(let entity):
            entity
        case .createIndex, .dropIndex: "indexes"
        case .computeStanding, .dropStanding: "totals"
        }
    }

    /// The change in one line, beginning with its sign.
    fileprivate var line: String {
        switch self {
        case .createEngineTable(let name): "+ table \(name)"
        case .createTable(_, let table): "+ table \(table)"
        case .addColumn(_, let field, let table, let layout):
            "+ \(field) in \(table).\(layout.column) as \(layout.storage.text)"
                + (layout.sortColumn.map { " with sort keys in \($0)" } ?? "")
        case .addSortColumn(_, let field, let table, let column): "+ sort keys of \(field) in \(table).\(column)"
        case .createIndex(let name, let table, let columns, let isUnique):
            "+ \(isUnique ? "unique " : "")index \(name) on \(table) (\(columns.joined(separator: ", ")))"
        case .dropIndex(let name): "- index \(name)"
        case .createSearchTable(_, let name): "+ search table \(name)"
        case .rebuildSearch(_, let name): "~ rebuild \(name)"
        case .fillSortKeys(_, let field): "~ fill sort keys of \(field)"
        case .recompute(_, let field): "~ compute \(field)"
        case .computeStanding(let name): "~ compute totals \(name)"
        case .dropStanding(let name): "- totals \(name)"
        case .requireField(_, let field): "~ require \(field)"
        case .relaxField(_, let field): "~ no longer require \(field)"
        case .detachField(_, let field): "- detach \(field)"
        case .attachField(_, let field): "+ attach \(field)"
        case .detachEntity(let entity): "- detach \(entity)"
        case .attachEntity(let entity): "+ attach \(entity)"
        }
    }
}
