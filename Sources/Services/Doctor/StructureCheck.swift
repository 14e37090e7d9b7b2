// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
import Values

/// Compares the structure of a database with its model and its catalogue; costs as much as reading the schema.
struct StructureCheck {
    let environment: StoreEnvironment
    let state: DatabaseState
    let mistyped: [MistypedColumn]
    let plan: MigrationPlan

    init(_ environment: StoreEnvironment, _ store: any Store) throws {
        self.environment = environment
        state = try store.introspect()
        mistyped = try store.mistypedColumns(state)
        plan = try Workspace.plan(environment.model, previous: environment.model, for: store)
    }

    var findings: [DriftFinding] {
        missingTables + missingColumns + changedTypes + planned + unknownTables + unknownColumns
    }

    /// What the catalogue says and is not so.
    var lost: LostParts {
        var parts = LostParts()
        for entry in state.catalogue {
            let column = LostParts.Column(entity: entry.entity, field: entry.field, column: entry.layout.column)
            let there = state.tables[entry.table]?.columns ?? []
            if !there.contains(entry.layout.column) {
                parts.columns.append(column)
            } else if let sort = entry.layout.sortColumn, !there.contains(sort) {
                parts.sortKeys.append(column)
            }
        }
        for (entity, table) in environment.layout.tables {
            if let search = table.searchTable, state.tables[search] == nil {
                parts.searches.append(entity.rawValue)
            }
        }
        parts.searches.sort()
        return parts
    }

    /// Whether a column is gone whose values are computed from others.
    var hasLostComputed: Bool { lost.columns.contains { entry($0)?.computation != nil } }

    /// Every computed field and total.
    var everythingComputed: LostParts {
        var parts = LostParts()
        parts.computations = state.catalogue.filter { $0.isAttached && $0.computation != nil }.map {
            LostParts.Column(entity: $0.entity, field: $0.field, column: $0.layout.column)
        }
        parts.totals = state.standing.keys.sorted()
        return parts
    }

    private var missingTables: [DriftFinding] {
        OrderedSet(state.catalogue.filter { state.tables[$0.table] == nil }.map { [$0.entity, $0.table] }).map {
            DriftFinding(
                .missingTable, $0[0], "The table \($0[1]) of \($0[0]) is gone, with its records.",
                "Take the records from a backup; or run ‘trellis doctor --repair’, which makes an empty table.")
        }
    }

    private var missingColumns: [DriftFinding] {
        lost.columns.compactMap { lost in
            guard let entry = entry(lost), state.tables[entry.table] != nil else { return nil }
            return DriftFinding(
                .missingColumn, "\(lost.entity).\(lost.field)",
                "The column \(entry.table).\(lost.column) is gone, with its values\(entry.isAttached ? "" : " (detached)").",
                "Take the values from a backup; or run ‘trellis doctor --repair’, which makes an empty column, or "
                    + "computes it.")
        }
            + lost.sortKeys.map { lost in
                DriftFinding(
                    .missingColumn, "\(lost.entity).\(lost.field)",
                    "The column of sort keys of \(lost.entity).\(lost.field) is gone.", repairRemedy)
            }
    }

    private func entry(_ lost: LostParts.Column) -> DatabaseState.Entry? {
        state.catalogue.first {
            $0.entity == lost.entity && $0.field == lost.field && $0.layout.column == lost.column
        }
    }

    private var changedTypes: [DriftFinding] {
        mistyped.map {
            DriftFinding(
                .changedType, "\($0.table).\($0.column)",
                "The column \($0.table).\($0.column) holds \($0.found), and \($0.wanted) is needed.",
                "Somebody changed the table: bring it back from a backup, or make the column anew with its type and copy "
                    + "the values into it.")
        }
    }

    /// What a plan for the very model in force finds to do.
    private var planned: [DriftFinding] {
        var others = 0
        var findings: [DriftFinding] = plan.steps.compactMap { step in
            switch step.change {
            case .createIndex(let name, let table, _, _):
                return state.tables[table] == nil
                    ? nil
                    : DriftFinding(
                        .missingIndex, name, "The index \(name) on \(table) is gone (\(step.reason)).", repairRemedy)
            case .dropIndex(let name):
                return DriftFinding(
                    .unknownIndex, name, "No model asks for the index \(name).",
                    "The next apply drops it, and so does ‘trellis doctor --repair’; declare index=\"true\" to keep one."
                )
            case .createSearchTable(let entity, let name):
                return state.tables[environment.layout[EntityName(entity)]?.table ?? ""] == nil
                    ? nil
                    : DriftFinding(
                        .missingSearchTable, name, "The search table \(name) of \(entity) is gone.", repairRemedy)
            case .createEngineTable(let name), .remakeEngineTable(let name, _):
                return DriftFinding(
                    .otherEngine, name, "The engine’s table \(name) is that of another version.", repairRemedy)
            case .createTable, .addSortColumn: return nil
            default:
                others += 1
                return nil
            }
        }
        if others > 0 {
            findings.append(
                DriftFinding(
                    .otherCatalogue, "catalogue",
                    "The catalogue is not what the model in force asks for: "
                        + "\(others == 1 ? "one step is" : "\(others) steps are") open.", repairRemedy))
        }
        return findings
    }

    private var unknownTables: [DriftFinding] {
        let known = Set(state.catalogue.map(\.table))
        return state.tables.keys.sorted().filter { name in
            !known.contains(name) && !known.contains { name == $0 + "_search" } && !name.hasPrefix("trellis_")
        }.map {
            DriftFinding(
                .unknownTable, $0, "The table \($0) belongs to no entity.",
                "Nothing reads it; move it elsewhere if it is of use to you.")
        }
    }

    private var unknownColumns: [DriftFinding] {
        let system: Set = [
            "row", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at",
        ]
        var known: [String: Set<String>] = [:]
        for entry in state.catalogue {
            known[entry.table, default: system].insert(entry.layout.column)
            if let sort = entry.layout.sortColumn { known[entry.table, default: system].insert(sort) }
        }
        return known.sorted { $0.key < $1.key }.flatMap { table, columns in
            (state.tables[table]?.columns ?? []).filter { column in
                // Sort keys of a field that sorts by a locale no more are found again under this name.
                !columns.contains(column)
                    && !(column.hasSuffix("_sort") && columns.contains(String(column.dropLast(5))))
            }.map {
                DriftFinding(
                    .unknownColumn, "\(table).\($0)", "The column \(table).\($0) belongs to no field.",
                    "Nothing reads it; declare a field and copy the values into it, or drop the column.")
            }
        }
    }
}
