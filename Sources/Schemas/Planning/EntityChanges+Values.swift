// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Values that change with the type of their field, and defaults for fields that must have one.
extension EntityChanges {
    /// Fates of options, conversions and defaults.
    func addNewValues(to draft: inout PlanDraft) throws {
        for field in entity.fields.values where field.isStored {
            if let conversion = conversion(of: field) {
                try addConversion(conversion, to: &draft)
            } else if let column = current(field) {
                try addFates(of: field, column, to: &draft)
                try addRewriting(of: field, column, to: &draft)
            }
            try addDefault(of: field, to: &draft)
        }
    }

    /// Whether old records get a value because a field has to have one from now on.
    func takesDefault(_ field: Field) -> Bool {
        isThere && isNewlyRequired(field) && constantDefault(of: field, in: planner.model) != nil
    }

    func isNewlyRequired(_ field: Field) -> Bool {
        field.isWritable && field.isRequired
            && attached(field.name)?.isRequired != true
    }

    /// The records that have no value in a field now.
    func withoutValue(_ field: Field) -> RecordSet {
        current(field).map(RecordSet.empty) ?? .live(table: table.table)
    }

    private func addDefault(of field: Field, to draft: inout PlanDraft) throws {
        guard takesDefault(field), let layout = table.columns[field.name] else { return }
        let touched = try count(withoutValue(field))
        guard touched > 0 else { return }
        draft.add(
            step(
                .fillDefault(entity: name, field: field.name.rawValue, column: layout.column),
                "\(name).\(field.name) must have a value from now on; records without one take its default",
                touched: touched, undo: "the history of each record tells that it took the default"))
    }

    private func addConversion(_ conversion: WantedCatalogue.Conversion, to draft: inout PlanDraft) throws {
        let field = conversion.field
        guard let convert = planner.conversion(of: field.name, in: entity.name, survey) else { return }
        let fit = try Fit(conversion.source.column, convert, isUnique: field.isUnique, survey)
        if field.isUnique { draft.collisions["\(name).\(field.name)"] = fit.collisions }
        let subject = "\(name).\(field.name)"
        let place = "\(table.table).\(conversion.source.layout.column)"
        let samples = try self.samples(of: fit.unfitValues, in: conversion.source.column, field)
        let isDiscarding = fit.unfit > 0 && draft.decisions.unfitValues == .discard
        draft.add(
            step(
                .convertField(
                    entity: name, field: field.name.rawValue, table: table.table, from: conversion.source.layout,
                    to: conversion.target.layout),
                "\(subject) is \(typeText(field)) now and was "
                    + "\(convert.source.map { typeText($0).english } ?? conversion.source.type); "
                    + "the old values stay in \(place), detached",
                touched: fit.records, offending: fit.unfit, samples: samples, isDestructive: isDiscarding,
                undo: "give the field its old type again: the values are converted back"))
        guard fit.unfit > 0 else { return }
        let fate =
            fit.isRounded
            ? Wording("rounded", "舍入")
            : field.scale > 0 ? Wording("rounded or left out", "舍入或舍弃") : Wording("left out", "舍弃")
        let isOne = fit.unfit == 1
        draft.add(
            PlanFinding(
                isDiscarding ? .warning : .error, .unfitValues, subject,
                Wording(
                    "Of \(counted(fit.records, "record")) with a value in \(subject), \(fit.unfit) "
                        + "\(isOne ? "does" : "do") not fit \(typeText(field)) exactly"
                        + (isDiscarding ? " and \(isOne ? "is" : "are") \(fate)." : "."),
                    "\(subject) 有值的 \(fit.records) 条记录中，有 \(fit.unfit) 条不能准确转换为\(typeText(field).chinese)"
                        + (isDiscarding ? "，将被\(fate.chinese)。" : "。")),
                hint: isDiscarding
                    ? Wording(
                        "The old values stay in \(place), where SQL finds them.", "旧值保留在 \(place) 中，可用 SQL 查到。")
                    : Wording(
                        "Change them first; or give --discard-unfit: they are \(fate), the old values stay in \(place).",
                        "请先修改这些值；或使用 --discard-unfit：它们将被\(fate.chinese)，旧值保留在 \(place) 中。"),
                records: fit.unfit, samples: samples, place: field.range.description))
    }

    /// The same column, but another kind of field: a text that becomes a telephone number takes its written form.
    private func addRewriting(of field: Field, _ column: RecordColumn, to draft: inout PlanDraft) throws {
        guard let old = planner.previousField(field), old.type.name != field.type.name, field.isWritable,
            let convert = planner.conversion(of: field.name, in: entity.name, survey)
        else { return }
        let fit = try Fit(column, convert, isUnique: field.isUnique, survey)
        let samples = try self.samples(of: fit.unfitValues, in: column, field)
        let subject = "\(name).\(field.name)"
        if fit.rewritten > 0, let layout = table.columns[field.name] {
            draft.add(
                step(
                    .convertField(
                        entity: name, field: field.name.rawValue, table: table.table, from: layout, to: layout),
                    "\(subject) is \(field.type.name) now and was \(old.type.name); "
                        + "values take the form in which it is written",
                    touched: fit.rewritten, isDestructive: true,
                    undo: "none: how people wrote the values is told by the backup only"))
        }
        guard fit.unfit > 0 || fit.collisions > 0 else { return }
        draft.add(
            step(
                .limitField(entity: name, field: field.name.rawValue, limit: field.type.name.rawValue),
                "\(subject) is \(field.type.name) from now on", touched: fit.records,
                offending: fit.unfit + fit.collisions, samples: samples, undo: "give the field its old type"),
            NewRule(
                subject: subject,
                message: Wording(
                    "\(counted(fit.unfit + fit.collisions, "record", "has", "have")) a value in \(subject) that is no "
                        + "\(field.type.name), or the same as another’s in its written form.",
                    "有 \(fit.unfit + fit.collisions) 条记录的 \(subject) 不是有效的 \(field.type.name)，"
                        + "或写成规范形式后与其他记录相同。"),
                remedy: Wording("Change them first.", "请先修改这些值。"), canBeBroken: fit.collisions == 0,
                place: field.range.description))
    }

    /// Some of the records with values that do not fit, each with its value.
    private func samples(of values: [Value], in column: RecordColumn, _ field: Field) throws -> [RecordSample] {
        var samples: [RecordSample] = []
        for value in values where samples.count < PlanDraft.sampleLimit {
            samples += try self.samples(.holding(column, value), field.name).map { $0.about($0.field, value) }
        }
        return Array(samples.prefix(PlanDraft.sampleLimit))
    }

    /// The type as the pack writes it, with what matters to values.
    private func typeText(_ field: Field) -> Wording {
        let type = field.type.name
        if let target = field.reference?.entity { return Wording("\(type) to \(target)", "指向 \(target) 的 \(type)") }
        if field.valueType == .decimal {
            return Wording("\(type) of scale \(field.scale)", " \(type)（\(field.scale) 位小数）")
        }
        return Wording(type.rawValue, " \(type)")
    }
}

/// How the values of a column fit another type.
private struct Fit {
    private(set) var records = 0
    private(set) var unfit = 0
    /// Records whose value fits, in another form.
    private(set) var rewritten = 0
    /// Live records that share their new value with another one.
    private(set) var collisions = 0
    /// Every value that does not fit has one near to it.
    private(set) var isRounded = true
    /// Some of the values that do not fit.
    private(set) var unfitValues: [Value] = []

    init(_ column: RecordColumn, _ convert: FieldConversion, isUnique: Bool, _ survey: any RecordSurvey) throws {
        var holders: [Value: Int] = [:]
        try survey.forEachValue(column) { found in
            records += found.records
            switch convert(found.value) {
            case .fits(let value):
                if value != found.value { rewritten += found.records }
                if isUnique { holders[value, default: 0] += found.liveRecords }
            case .unfit(let nearest):
                unfit += found.records
                if nearest.isNull { isRounded = false }
                if unfitValues.count < PlanDraft.sampleLimit { unfitValues.append(found.value) }
                if isUnique, !nearest.isNull { holders[nearest, default: 0] += found.liveRecords }
            }
        }
        collisions = holders.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
    }
}
