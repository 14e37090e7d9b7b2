// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What records have to keep from now on.
extension EntityChanges {
    func addRules(to draft: inout PlanDraft) throws {
        for field in entity.fields.values where field.isWritable {
            try addRequirement(of: field, to: &draft)
            guard conversion(of: field) == nil, let column = current(field) else { continue }
            for limit in newLimits(of: field, column) { try addLimit(limit, of: field, to: &draft) }
        }
        for rule in entity.rules where isNew(rule) { try addRule(rule, to: &draft) }
    }

    private func addRequirement(of field: Field, to draft: inout PlanDraft) throws {
        let change = (entity: name, field: field.name.rawValue)
        let wasRequired = attached(field.name)?.isRequired == true
        if !field.isRequired, wasRequired {
            draft.add(
                step(
                    .relaxField(entity: change.entity, field: change.field), "\(name).\(field.name) may be empty now",
                    undo: "make the field required again"))
        }
        guard isNewlyRequired(field) else { return }
        let records = withoutValue(field)
        let offending = takesDefault(field) ? 0 : try count(records)
        draft.add(
            step(
                .requireField(entity: change.entity, field: change.field),
                "\(name).\(field.name) is required from now on", touched: offending, offending: offending,
                samples: offending > 0 ? try samples(records, field.name) : [],
                undo: "remove `required` from the field"),
            NewRule(
                subject: "\(name).\(field.name)",
                message: Wording(
                    "\(counted(offending, "record", "has", "have")) no value in \(name).\(field.name), "
                        + "which is required from now on.",
                    "有 \(offending) 条记录的 \(name).\(field.name) 没有值，而它今后为必填。"),
                remedy: Wording(
                    "Fill them first, or give the field a default=\"…\", which they take.",
                    "请先填写，或为该字段写 default=\"…\"，由这些记录采用。"),
                place: field.range.description))
    }

    private struct Limit {
        let text: Wording
        let records: RecordSet
    }

    /// Limits that a value had not to keep before.
    private func newLimits(of field: Field, _ column: RecordColumn) -> [Limit] {
        let old = planner.previousField(field)
        var limits: [Limit] = []
        if let minimum = field.minimum, old?.minimum.map({ isLess($0, minimum) }) ?? true {
            let text = Wording("at least \(minimum.canonicalText)", "不小于 \(minimum.canonicalText)")
            limits.append(Limit(text: text, records: .below(column, minimum)))
        }
        if let maximum = field.maximum, old?.maximum.map({ isLess(maximum, $0) }) ?? true {
            let text = Wording("at most \(maximum.canonicalText)", "不大于 \(maximum.canonicalText)")
            limits.append(Limit(text: text, records: .above(column, maximum)))
        }
        if let length = field.maximumLength, field.valueType == .text, old?.maximumLength.map({ length < $0 }) ?? true {
            let text = Wording("at most \(length) characters", "最多 \(length) 个字符")
            limits.append(Limit(text: text, records: .longer(column, length: length)))
        }
        return limits
    }

    private func addLimit(_ limit: Limit, of field: Field, to draft: inout PlanDraft) throws {
        guard planner.state.model != planner.model.fingerprint else { return }
        let offending = try count(limit.records)
        // Without the model before, only what is broken is worth telling.
        guard offending > 0 || planner.previous != nil else { return }
        let subject = "\(name).\(field.name)"
        draft.add(
            step(
                .limitField(entity: name, field: field.name.rawValue, limit: limit.text.english),
                "\(subject) is \(limit.text)" + (planner.previous == nil ? "" : " from now on"),
                touched: offending, offending: offending,
                samples: offending > 0 ? try samples(limit.records, field.name) : [], undo: "remove the limit"),
            NewRule(
                subject: subject,
                message: Wording(
                    "\(counted(offending, "record", "has", "have")) a value in \(subject) that is not \(limit.text).",
                    "\(subject) 应\(limit.text.chinese)，有 \(offending) 条记录不符合。"),
                remedy: Wording("Change them first, or widen the limit.", "请先修改这些值，或放宽限制。"),
                isWarning: planner.previous == nil,
                place: field.range.description))
    }

    private func isNew(_ rule: ValidationRule) -> Bool {
        guard planner.state.model != planner.model.fingerprint else { return false }
        return
            !(planner.previousEntity(entity)?.rules.contains {
                $0.name == rule.name && $0.condition.source == rule.condition.source && $0.severity == rule.severity
            } ?? false)
    }

    private func addRule(_ rule: ValidationRule, to draft: inout PlanDraft) throws {
        let (subject, source) = ("\(name) rule \(rule.name)", rule.condition.source)
        let place = entity.range.description
        let question = question(rule, draft)
        guard let question, let offending = try survey.count(.breaking(question)) else {
            guard planner.previous != nil else { return }
            draft.add(step(.addRule(entity: name, rule: rule.name), "new rule: \(source)", undo: "remove the rule"))
            draft.add(
                PlanFinding(
                    .warning, .uncounted, subject,
                    Wording(
                        "The rule reads values that this very plan changes, or who is asking, so that the records that "
                            + "break it cannot be counted yet.", "规则 \(rule.name) 读取本计划要变更的值，或取决于查看人，因此还无法统计不符合的记录。"),
                    hint: Wording(
                        "It is checked when the plan is applied, and refuses it then if records break it.",
                        "应用计划时会检查；若有记录不符合，则拒绝应用。"),
                    place: place))
            return
        }
        guard offending > 0 || planner.previous != nil else { return }
        let touched = try count(.live(table: table.table))
        draft.add(
            step(
                .addRule(entity: name, rule: rule.name), "new rule: \(source)", touched: touched, offending: offending,
                samples: offending > 0 ? try samples(.breaking(question), rule.field) : [], undo: "remove the rule"),
            NewRule(
                subject: subject,
                message: Wording(
                    "\(counted(offending, "record", "breaks", "break")) the rule “\(rule.message.english)” (\(source)).",
                    "有 \(offending) 条记录不符合规则“\(rule.message.chinese)”（\(source)）。"),
                remedy: Wording(
                    "Change them first, or make it a rule of severity=\"warning\".",
                    "请先修改这些记录，或把规则设为 severity=\"warning\"。"),
                isWarning: rule.severity == .warning || planner.previous == nil, place: place))
    }

    /// The rule as records can be asked for it now: fields that are not there yet are empty; nil if it cannot be asked.
    func question(_ rule: ValidationRule, _ draft: PlanDraft) -> RuleQuestion? {
        let paths = rule.condition.paths
        let known = paths.allSatisfy { path in
            if case .alias(let alias) = path.root { planner.model.parameters[alias] != nil } else { true }
        }
        guard known, !draft.changes(whatIsReadBy: paths), planner.keepsHistory(readBy: rule.condition) else {
            return nil
        }
        let condition = rule.condition.root.replacingPaths { path in
            guard path.root == .record, path.segments.count == 1, let segment = path.segments.first,
                let field = entity.fields[segment.name], field.isStored, current(field) == nil
            else { return nil }
            return .literal(.null, path.type)
        }
        return RuleQuestion(
            entity: entity.name, condition: condition, model: planner.model, layout: planner.layoutNow)
    }
}

private func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let first), .integer(let second)): first < second
    case (.decimal(let first), .decimal(let second)): first < second
    case (.decimal(let first), .integer(let second)): first < FixedDecimal(second)
    case (.integer(let first), .decimal(let second)): FixedDecimal(first) < second
    case (.date(let first), .date(let second)): first < second
    default: false
    }
}
