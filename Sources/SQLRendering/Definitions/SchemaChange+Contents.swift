// SPDX-License-Identifier: Apache-2.0
public import Schemas
import Values

extension SchemaChange {
    /// The statements that change names in the rows that are there; empty for other changes.
    ///
    /// - Parameters:
    ///   - table: The table of the change's entity.
    ///   - pipeline: The pipeline whose stages the change's options are; nil if they are none.
    public func renamingStatements(table: String, pipeline: String?) -> [SQLFragment] {
        switch self {
        case .renameEntity(let from, let to, _):
            let tables: [EngineTable] = [
                .changes, .stageVisits, .backMoves, .approvals, .approvalVotes, .mergeProposals, .ancestry,
                .fieldHistory, .shares, .accessEntries,
            ]
            return tables.map { replacing("entity", from, to, in: $0) } + [
                SQLFragment(
                    "UPDATE trellis_counter SET name = ? || substr(name, length(?) + 1) WHERE substr(name, 1, length(?)) = ?",
                    ["\(to).", "\(from).", "\(from).", "\(from)."].map(SQLValue.text))
            ]
        case .renameField(let entity, let from, let to):
            return [
                SQLFragment(
                    "UPDATE trellis_counter SET name = ? WHERE name = ?",
                    [.text("\(entity).\(to)"), .text("\(entity).\(from)")]),
                SQLFragment(
                    "UPDATE trellis_field_history SET field = ? WHERE entity = ? AND field = ?",
                    [to, entity, from].map(SQLValue.text)),
            ]
        case .renameOption(let entity, let field, let column, let from, let to):
            let records = SQLFragment(
                "UPDATE \(quoted(table)) SET \(quoted(column)) = ? WHERE \(quoted(column)) = ?",
                [.text(to), .text(from)])
            let former = SQLFragment(
                "UPDATE trellis_field_history SET words = ? WHERE entity = ? AND field = ? AND words = ?",
                [to, entity, field, from].map(SQLValue.text))
            return [records, former] + visits(pipeline, from, to, "") + marks(pipeline, from, to)
        case .replaceOption(_, _, _, let from, let to):
            // The stays that ended tell where records were; only the present one is in the stage that they take.
            return visits(pipeline, from, to, " AND \"left\" IS NULL")
        default: return []
        }
    }

    private func replacing(_ column: String, _ from: String, _ to: String, in table: EngineTable) -> SQLFragment {
        SQLFragment(
            "UPDATE \(quoted(table.name)) SET \(quoted(column)) = ? WHERE \(quoted(column)) = ?",
            [.text(to), .text(from)])
    }

    private func marks(_ pipeline: String?, _ from: String, _ to: String) -> [SQLFragment] {
        guard let pipeline else { return [] }
        return [EngineTable.backMoves, .approvals].flatMap { table in
            ["from_stage", "to_stage"].map { column in
                SQLFragment(
                    "UPDATE \(quoted(table.name)) SET \(column) = ? WHERE pipeline = ? AND \(column) = ?",
                    [.text(to), .text(pipeline), .text(from)])
            }
        }
    }

    private func visits(_ pipeline: String?, _ from: String, _ to: String, _ condition: String) -> [SQLFragment] {
        guard let pipeline else { return [] }
        return [
            SQLFragment(
                "UPDATE trellis_stage_visit SET stage = ? WHERE pipeline = ? AND stage = ?" + condition,
                [.text(to), .text(pipeline), .text(from)])
        ]
    }
}
