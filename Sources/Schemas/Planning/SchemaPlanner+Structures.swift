// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What the engine keeps of records besides the totals: what each holds, and what fields were.
extension SchemaPlanner {
    /// What the totals that the model keeps are called, each with a digest of what it adds up.
    var totals: [String: String] { standingDefinitions(model) }

    /// What else the model has the engine keep, each with a digest of what it follows from.
    var structures: [String: String] { structureDefinitions(model) }

    func isStructure(_ name: String) -> Bool { StructureKind.allCases.contains { name.hasPrefix($0.prefix) } }

    func addStructures(to draft: inout PlanDraft, _ survey: any RecordSurvey) throws {
        let wanted = structures
        for name in state.standing.keys.sorted() where wanted[name] == nil && isStructure(name) {
            draft.add(
                MigrationStep(
                    change: .dropStructure(name: name), reason: "no pack declares the \(name.plain) any more",
                    undo: "declare it again; it is worked out anew from the records"))
        }
        for reservation in model.structures.reservations.values {
            try add(reservation, wanted, to: &draft, survey)
        }
        for field in model.entities.values.flatMap(\.fields.values) where field.keepsHistory {
            try add(historyOf: field, wanted, to: &draft, survey)
        }
    }

    private func add(
        historyOf field: Field, _ wanted: [String: String], to draft: inout PlanDraft, _ survey: any RecordSurvey
    ) throws {
        let name = StructureKind.history.name("\(field.entity).\(field.name)")
        let isLost = state.tables[EngineTable.fieldHistory.name] == nil
        guard state.standing[name] != wanted[name] || isLost || draft.rewrites(field) else { return }
        draft.add(
            MigrationStep(
                change: .fillStructure(name: name),
                reason: "what \(field.entity).\(field.name) was at any time is kept; former times are taken from the "
                    + "history of the records",
                touchedRecords: try liveRecords(of: field.entity, survey),
                undo: "remove `history` from the field"))
    }

    private func add(
        _ reservation: Reservation, _ wanted: [String: String], to draft: inout PlanDraft, _ survey: any RecordSurvey
    ) throws {
        let name = StructureKind.reservation.name(reservation.name.rawValue)
        let paths = reservation.expressions.flatMap(\.paths)
        let isChanged = draft.changes(whatIsReadBy: paths)
        let isLost = state.tables[EngineTable.reservations.name] == nil
        guard state.standing[name] != wanted[name] || isChanged || isLost else { return }
        var contenders: RecordSet?
        if !isChanged { contenders = question(reservation, survey).map(RecordSet.contending) }
        let offending = try contenders.flatMap { try survey.count($0) } ?? 0
        let resources = reservation.resources.map(\.rawValue).joined(separator: ", ")
        let change = state.standing[name] == nil ? "is new" : "is decided otherwise than before"
        draft.add(
            MigrationStep(
                change: .fillStructure(name: name), reason: "the reservation \(reservation.name) \(change)",
                touchedRecords: try liveRecords(of: reservation.entity, survey), offendingRecords: offending,
                samples: offending > 0 ? try contenders.map { try samples($0, reservation, survey) } ?? [] : [],
                undo: "declare it as before; what records hold is worked out anew"),
            NewRule(
                subject: "reservation \(reservation.name)",
                message: Wording(
                    "\(counted(offending, "record", "holds", "hold")) what another \(reservation.entity) holds "
                        + "as well (\(resources), while \(reservation.condition.source)).",
                    "有 \(offending) 条记录占用了另一条 \(reservation.entity) 也占用的内容（\(resources)，"
                        + "条件：\(reservation.condition.source)）。"),
                remedy: Wording("Release all but one of each first.", "请先释放，每项只保留一条。"),
                place: reservation.range.description))
        if isChanged {
            draft.add(
                PlanFinding(
                    .warning, .uncounted, "reservation \(reservation.name)",
                    Wording(
                        "The reservation reads values that this very plan changes, so that records which hold the same "
                            + "cannot be counted yet.", "预留 \(reservation.name) 读取本计划要变更的值，因此还无法统计占用相同内容的记录。"),
                    hint: Wording(
                        "It is checked when the plan is applied, and refuses it then if there are any.",
                        "应用计划时会检查；若有这样的记录，则拒绝应用。"),
                    place: reservation.range.description))
        }
    }

    /// Whether the database knows already what the fields were of which an expression asks for former times.
    func keepsHistory(readBy expression: TypedExpression) -> Bool {
        var isKept = true
        expression.root.visit { node in
            guard case .call(asOfFunction, let arguments, _) = node, case .path(let path)? = arguments.first,
                let last = path.segments.last
            else { return }
            isKept = isKept && state.standing[StructureKind.history.name("\(last.entity).\(last.name)")] != nil
        }
        return isKept
    }

    func liveRecords(of entity: EntityName, _ survey: any RecordSurvey) throws -> Int {
        guard let table = layout[entity]?.table, state.tables[table] != nil else { return 0 }
        return try survey.count(.live(table: table)) ?? 0
    }

    /// What records that are there would hold; nil if nothing is there yet.
    private func question(_ reservation: Reservation, _ survey: any RecordSurvey) -> ContentionQuestion? {
        guard let table = layoutNow[reservation.entity], state.tables[table.table] != nil,
            reservation.resources.allSatisfy({ table.columns[$0] != nil }),
            let entity = model.entities[reservation.entity]
        else { return nil }
        let resources = reservation.resources.compactMap { entity.fields[$0] }
        func known(_ node: TypedNode) -> TypedNode {
            node.replacingPaths { path in
                guard path.root == .record, let name = path.segments.first?.name, table.columns[name] == nil,
                    SystemField(rawValue: name.rawValue) == nil
                else { return nil }
                return .literal(.null, path.type)
            }
        }
        return ContentionQuestion(
            entity: reservation.entity, claim: known(reservation.claim(survey.calendar)),
            resources: resources.map { .path(TypedPath($0.name, of: reservation.entity, type: $0.valueType)) },
            period: reservation.period.map {
                ContentionQuestion.Period(
                    starts: known($0.starts.root), ends: known($0.ends.root), isClosed: $0.ends.type == .date)
            }, model: model, layout: layoutNow)
    }

    private func samples(
        _ records: RecordSet, _ reservation: Reservation, _ survey: any RecordSurvey
    ) throws -> [RecordSample] {
        guard let entity = model.entities[reservation.entity] else { return [] }
        let title = layoutNow[entity.name]?.columns[entity.titleField]?.column
        return try survey.samples(records, title: title, limit: PlanDraft.sampleLimit).map {
            $0.about(reservation.resource.rawValue)
        }
    }
}

/// What the engine keeps of records, by the word before its name.
public enum StructureKind: String, CaseIterable, Sendable {
    case reservation
    /// Of a field; its own name is that of the entity, a point and that of the field.
    case history

    var prefix: String { rawValue + "." }

    /// The name that plans and the catalogue of what is kept know it by.
    public func name(_ own: String) -> String { prefix + own }

    /// The kind and the name of its own that a name consists of; nil for totals.
    public static func parts(of name: String) -> (kind: StructureKind, own: String)? {
        for kind in allCases where name.hasPrefix(kind.prefix) {
            return (kind, String(name.dropFirst(kind.prefix.count)))
        }
        return nil
    }
}

/// What the engine keeps of records, by name, with a digest of what it follows from.
func structureDefinitions(_ model: Model) -> [String: String] {
    var definitions: [String: String] = [:]
    for reservation in model.structures.reservations.values {
        definitions[StructureKind.reservation.name(reservation.name.rawValue)] = digest(
            [
                reservation.entity.rawValue, reservation.resources.map(\.rawValue).joined(separator: " "),
                reservation.condition.source,
            ]
                + [reservation.until, reservation.period?.starts, reservation.period?.ends].map { $0?.source ?? "" })
    }
    for field in model.entities.values.flatMap(\.fields.values) where field.keepsHistory {
        definitions[StructureKind.history.name("\(field.entity).\(field.name)")] = digest([
            ColumnStorage(field.valueType, scale: field.scale).text
        ])
    }
    return definitions
}

extension PlanDraft {
    /// Whether a step so far gives records other values of a field.
    fileprivate func rewrites(_ field: Field) -> Bool {
        steps.contains { step in
            switch step.change {
            case .convertField(let entity, let name, _, _, _), .replaceOption(let entity, let name, _, _, _),
                .replaceFlag(let entity, let name, _, _, _), .fillDefault(let entity, let name, _),
                .recompute(let entity, let name):
                entity == field.entity.rawValue && name == field.name.rawValue
            default: false
            }
        }
    }
}

extension String {
    /// `reservation unit` of `reservation.unit`.
    fileprivate var plain: String {
        StructureKind.parts(of: self).map { "\($0.kind.rawValue) \($0.own)" } ?? self
    }
}
