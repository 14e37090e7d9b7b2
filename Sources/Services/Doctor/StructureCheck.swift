// SPDX-License-Identifier: Apache-2.0
import Diagnostics
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
                .missingTable, $0[0],
                Wording("The table \($0[1]) of \($0[0]) is gone, with its records.", "\($0[0]) 的表 \($0[1]) 及其记录已丢失。"),
                Wording(
                    "Take the records from a backup; or run ‘trellis doctor --repair’, which makes an empty table.",
                    "请从备份中取回记录；或运行 ‘trellis doctor --repair’，它会新建一个空表。"))
        }
    }

    private var missingColumns: [DriftFinding] {
        lost.columns.compactMap { lost in
            guard let entry = entry(lost), state.tables[entry.table] != nil else { return nil }
            return DriftFinding(
                .missingColumn, "\(lost.entity).\(lost.field)",
                Wording(
                    "The column \(entry.table).\(lost.column) is gone, with its values"
                        + "\(entry.isAttached ? "" : " (detached)").",
                    "列 \(entry.table).\(lost.column) 及其值已丢失\(entry.isAttached ? "" : "（已停用）")。"),
                Wording(
                    "Take the values from a backup; or run ‘trellis doctor --repair’, which makes an empty column, or "
                        + "computes it.",
                    "请从备份中取回值；或运行 ‘trellis doctor --repair’，它会新建空列，或重新计算。"))
        }
            + lost.sortKeys.map { lost in
                DriftFinding(
                    .missingColumn, "\(lost.entity).\(lost.field)",
                    Wording(
                        "The column of sort keys of \(lost.entity).\(lost.field) is gone.",
                        "\(lost.entity).\(lost.field) 的排序键列已丢失。"), repairRemedy)
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
                Wording(
                    "The column \($0.table).\($0.column) holds \($0.found), and \($0.wanted) is needed.",
                    "列 \($0.table).\($0.column) 的类型是 \($0.found)，而需要 \($0.wanted)。"),
                Wording(
                    "Somebody changed the table: bring it back from a backup, or make the column anew with its type and "
                        + "copy the values into it.",
                    "有人修改了该表：请从备份中恢复，或按所需类型新建该列并复制值。"))
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
                        .missingIndex, name,
                        Wording(
                            "The index \(name) on \(table) is gone (\(step.reason)).", "\(table) 的索引 \(name) 已丢失。"),
                        repairRemedy)
            case .dropIndex(let name):
                return DriftFinding(
                    .unknownIndex, name, Wording("No model asks for the index \(name).", "模型不需要索引 \(name)。"),
                    Wording(
                        "The next apply drops it, and so does ‘trellis doctor --repair’; declare index=\"true\" to keep one.",
                        "下次应用或运行 ‘trellis doctor --repair’ 时会删除它；若要保留，请声明 index=\"true\"。"))
            case .createSearchTable(let entity, let name):
                return state.tables[environment.layout[EntityName(entity)]?.table ?? ""] == nil
                    ? nil
                    : DriftFinding(
                        .missingSearchTable, name,
                        Wording("The search table \(name) of \(entity) is gone.", "\(entity) 的搜索表 \(name) 已丢失。"),
                        repairRemedy)
            case .createEngineTable(let name), .remakeEngineTable(let name, _):
                return DriftFinding(
                    .otherEngine, name,
                    Wording("The engine’s table \(name) is that of another version.", "引擎的表 \(name) 属于其他版本。"),
                    repairRemedy)
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
                    Wording(
                        "The catalogue is not what the model in force asks for: "
                            + "\(others == 1 ? "one step is" : "\(others) steps are") open.",
                        "目录与现行模型不符：还有 \(others) 个步骤未完成。"), repairRemedy))
        }
        return findings
    }

    private var unknownTables: [DriftFinding] {
        let known = Set(state.catalogue.map(\.table))
        return state.tables.keys.sorted().filter { name in
            !known.contains(name) && !known.contains { name == $0 + "_search" } && !name.hasPrefix("trellis_")
        }.map {
            DriftFinding(
                .unknownTable, $0, Wording("The table \($0) belongs to no entity.", "表 \($0) 不属于任何实体。"),
                Wording(
                    "Nothing reads it; move it elsewhere if it is of use to you.", "没有程序读取它；如仍有用，请移到别处。"))
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
                    .unknownColumn, "\(table).\($0)",
                    Wording("The column \(table).\($0) belongs to no field.", "列 \(table).\($0) 不属于任何字段。"),
                    Wording(
                        "Nothing reads it; declare a field and copy the values into it, or drop the column.",
                        "没有程序读取它；请声明字段并把值复制进去，或删除该列。"))
            }
        }
    }
}
