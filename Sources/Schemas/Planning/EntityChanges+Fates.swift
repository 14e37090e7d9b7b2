// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What becomes of records whose option or stage is gone.
extension EntityChanges {
    func addFates(of field: Field, _ column: RecordColumn, to draft: inout PlanDraft) throws {
        switch field.valueType {
        case .choice:
            for option in try goneOptions(of: field, column) { try addFate(of: option, field, column, &draft) }
        case .flags: try addFlagFates(of: field, column, &draft)
        default: break
        }
    }

    /// Options that records may have and the field has not.
    private func goneOptions(of field: Field, _ column: RecordColumn) throws -> [String] {
        let present = Set(field.options.map(\.name))
        guard planner.state.model != planner.model.fingerprint else { return [] }
        guard planner.previous == nil else {
            let old = planner.previousField(field)?.options.map(\.name) ?? []
            let former = old + field.goneOptions.keys.sorted().filter { !old.contains($0) }
            return former.filter { !present.contains($0) }
        }
        var held: [String] = []
        try survey.forEachValue(column) { found in
            if case .text(let name) = found.value, !present.contains(name) { held.append(name) }
        }
        return held.sorted()
    }

    private func addFate(
        of option: String, _ field: Field, _ column: RecordColumn, _ draft: inout PlanDraft
    ) throws {
        let records = RecordSet.holding(column, .text(option))
        let touched = try count(records)
        let (subject, kind) = ("\(name).\(field.name)", noun(field))
        guard let next = planner.fate(of: option, field) else {
            guard touched > 0 else { return }
            draft.add(
                step(
                    .limitField(entity: name, field: field.name.rawValue, limit: "not \(option)"),
                    "the \(kind) \(option) of \(subject) is gone", touched: touched, offending: touched,
                    samples: try samples(records, field.name), undo: "declare the \(kind) again"),
                goneRule(option, field, touched))
            return
        }
        let isRename = planner.previousField(field).map { old in !old.options.contains { $0.name == next } } ?? false
        guard touched > 0 || isRename else { return }
        draft.add(
            isRename
                ? step(
                    .renameOption(
                        entity: name, field: field.name.rawValue, column: column.column, from: option, to: next),
                    "the \(kind) \(option) of \(subject) is called \(next) now", touched: touched,
                    undo: "call it \(option) again, with was=\"\(next)\"")
                : step(
                    .replaceOption(
                        entity: name, field: field.name.rawValue, column: column.column, from: option, to: next),
                    "the \(kind) \(option) of \(subject) is gone; its records become \(next)", touched: touched,
                    isDestructive: touched > 0,
                    undo: "none at once: the history of each record tells that it was \(option)"))
    }

    /// Options of sets are bits, which only the model before can name.
    private func addFlagFates(of field: Field, _ column: RecordColumn, _ draft: inout PlanDraft) throws {
        guard let old = planner.previousField(field), old.valueType != field.valueType || old.options != field.options
        else { return }
        let bits = Dictionary(field.options.map { ($0.name, bit($0)) }) { first, _ in first }
        for option in old.options where bits[option.name] != bit(option) {
            let touched = try count(.flagged(column, bits: bit(option)))
            guard touched > 0 else { continue }
            let next = bits[option.name] == nil ? planner.fate(of: option.name, field) : option.name
            if let next, let nextBit = bits[next] {
                try addFlagMove(of: option, to: next, nextBit, in: old, field, column, touched, &draft)
            } else {
                draft.add(
                    step(
                        .limitField(entity: name, field: field.name.rawValue, limit: "not \(option.name)"),
                        "the option \(option.name) of \(name).\(field.name) is gone", touched: touched,
                        offending: touched, samples: try samples(.flagged(column, bits: bit(option)), field.name),
                        undo: "declare the option again"),
                    goneRule(option.name, field, touched))
            }
        }
    }

    private func addFlagMove(
        of option: Option, to next: String, _ nextBit: UInt64, in old: Field, _ field: Field, _ column: RecordColumn,
        _ touched: Int, _ draft: inout PlanDraft
    ) throws {
        guard nextBit != bit(option) else { return }
        let isTaken = old.options.contains { bit($0) == nextBit && $0.name != next }
        let isMerge = old.options.contains { $0.name == next && $0.name != option.name }
        draft.add(
            step(
                .replaceFlag(
                    entity: name, field: field.name.rawValue, column: column.column, from: bit(option), to: nextBit),
                "the option \(option.name) of \(name).\(field.name) becomes \(next)", touched: touched,
                offending: isTaken ? touched : 0, isDestructive: isMerge || isTaken,
                undo: isMerge
                    ? "none at once: the history of each record tells that it had \(option.name)"
                    : "declare the option again, with was=\"\(next)\""),
            NewRule(
                subject: "\(name).\(field.name)",
                message: Wording(
                    "The flag of \(next) was that of another option, which records may have.",
                    "\(next) 的标志原属于另一个选项，可能有记录在使用。"),
                remedy: Wording(
                    "Give each option a flag that no option had before.", "请为每个选项使用从未用过的标志。"), canBeBroken: false,
                place: field.range.description))
    }

    private func goneRule(_ option: String, _ field: Field, _ touched: Int) -> NewRule {
        let (kind, chinese) = (noun(field), noun(field) == "stage" ? "阶段" : "选项")
        let live = field.options.filter { !$0.isRetired }
        let likely = closest(to: option, among: live.map(\.name)) ?? live.first?.name ?? "…"
        return NewRule(
            subject: "\(name).\(field.name)",
            message: Wording(
                "\(counted(touched, "record", "has", "have")) the \(kind) “\(option)” of \(name).\(field.name), "
                    + "which is gone, and nothing says what becomes of them.",
                "有 \(touched) 条记录的 \(name).\(field.name) 是\(chinese)“\(option)”，它已移除，而没有说明这些记录如何处理。"),
            remedy: Wording(
                "Write beside the other \(kind)s <gone-\(kind) id=\"\(option)\" becomes=\"\(likely)\"/>; "
                    + "or was=\"\(option)\" at the \(kind) that is the same under a new name; or keep "
                    + "<\(kind) id=\"\(option)\" retired=\"true\">.",
                "请在其他\(chinese)旁写 <gone-\(kind) id=\"\(option)\" becomes=\"\(likely)\"/>；"
                    + "若只是改名，请在新名称的\(chinese)上写 was=\"\(option)\"；"
                    + "或保留 <\(kind) id=\"\(option)\" retired=\"true\">。"),
            kind: .goneOption, canBeBroken: false, place: field.range.description)
    }

    private func noun(_ field: Field) -> String { if case .stage = field.origin { "stage" } else { "option" } }

    private func bit(_ option: Option) -> UInt64 { 1 << UInt64(option.flag ?? 0) }
}
