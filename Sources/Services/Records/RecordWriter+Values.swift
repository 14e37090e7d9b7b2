// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

// From what was given to what the record will hold.
extension RecordWriter {
    /// Takes the values given into the draft, each in the canonical form of its type.
    func take(_ values: [FieldName: Value], into draft: RecordDraft) {
        let access = request.permissions[draft.reference.entity]
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let field = draft.plan.entity.fields[name], access.isVisible(name) else {
                draft.findings.append(.unknownField(name))
                continue
            }
            if case .stage(let pipeline) = field.origin {
                takeStage(value, field, pipeline, into: draft)
            } else if mayWrite(field, draft, access) {
                takeValue(value, field, into: draft)
            } else {
                draft.findings.append(.readOnly(field))
            }
        }
    }

    private func mayWrite(_ field: Field, _ draft: RecordDraft, _ access: EntityAccess) -> Bool {
        guard draft.before == nil ? access.isGivable(field.name) : access.isWritable(field.name) else { return false }
        if case .numbered = field.origin { return isTakenOver }
        return field.isWritable
    }

    /// Records of another system or of a demonstration bring their numbers and stages with them.
    var isTakenOver: Bool { invocation.door == .importing || invocation.door == .demo }

    func takeValue(_ value: Value, _ field: Field, into draft: RecordDraft) {
        guard !value.isNull else { return draft.set(field.name, .null) }
        do throws(FieldFault) {
            draft.set(field.name, try field.type.canonical(value, field))
        } catch {
            draft.findings.append(Finding(error, field.name))
        }
    }

    private func takeStage(_ value: Value, _ field: Field, _ name: PipelineName, into draft: RecordDraft) {
        guard let pipeline = request.model.pipelines[name], case .text(let text) = value,
            pipeline.stage(StageName(text)) != nil,
            isTakenOver || (draft.before == nil && pipeline.stages.first?.name.rawValue == text)
        else {
            if draft[field.name] != value { draft.findings.append(.moveInstead(field)) }
            return
        }
        draft.set(field.name, value)
    }

    func addDefaults(to draft: RecordDraft, given: [FieldName: Value]) throws {
        for pipeline in draft.plan.pipelines where draft[pipeline.field].isNull {
            // Whether a record goes through others is known when all of its values are.
            if pipeline.condition == nil, let first = pipeline.stages.first {
                draft.set(pipeline.field, .text(first.name.rawValue))
            }
        }
        for field in draft.plan.defaults where given[field.name] == nil {
            guard let expression = field.defaultValue else { continue }
            takeValue(try scope.evaluate(expression, on: draft.reference), field, into: draft)
        }
    }

    /// Numbers the record; numbers that were taken over from elsewhere are stepped over.
    ///
    /// - Returns: How far each counter had counted before.
    func addNumbers(to draft: RecordDraft) throws -> [TakenNumber] {
        let today = request.calendar.today
        var taken: [TakenNumber] = []
        for (field, pattern) in draft.plan.numbered where draft[field.name].isNull {
            let counter = "\(field.entity).\(field.name)"
            let period = pattern.parts.contains(.year) ? String(today.year) : ""
            let next = try transaction.next(counter: counter, period: period)
            taken.append(TakenNumber(counter: counter, period: period, before: next - 1))
            var number = pattern.text(next, on: today)
            while field.isUnique, try transaction.key(field.entity, where: field.name, equals: .text(number)) != nil {
                number = pattern.text(try transaction.next(counter: counter, period: period), on: today)
            }
            draft.set(field.name, .text(number))
        }
        return taken
    }

    /// Sets counters back whose numbers were not used.
    func giveBackNumbers(_ numbers: [TakenNumber]) throws {
        for number in numbers {
            try transaction.update(
                .counters, set: ["last": .integer(number.before)],
                where: [.equals("name", .text(number.counter)), .equals("period", .text(number.period))])
        }
    }

    func stamp(_ draft: RecordDraft) {
        let user = invocation.actor.user.map(Value.identifier) ?? .null
        if draft.before == nil {
            draft.set("createdAt", .instant(invocation.now))
            draft.set("createdBy", user)
        }
        draft.set("updatedAt", .instant(invocation.now))
        draft.set("updatedBy", user)
    }

    func compute(_ draft: RecordDraft) throws { try scope.compute(draft) }
}

extension TransactionScope {
    /// Computes the fields that read what was changed; all of them for a new record.
    func compute(_ draft: RecordDraft) throws {
        for computed in draft.plan.computed where draft.before == nil || !computed.reads.isDisjoint(with: draft.changed)
        {
            let value = try evaluate(computed.expression, on: draft.reference)
            draft.set(computed.field.name, computed.field.fitting(value))
        }
    }
}

/// A number that a record was given.
struct TakenNumber {
    let counter: String
    let period: String
    let before: Int64
}

extension Field {
    /// A computed value in the field's own type and scale.
    func fitting(_ value: Value) -> Value {
        switch (value, valueType) {
        case (.null, .integer) where isBalance: .integer(0)
        case (.null, .decimal) where isBalance: .decimal(FixedDecimal(units: 0, scale: scale))
        case (.null, .duration) where isBalance: .duration(TimeSpan(microseconds: 0))
        case (.integer(let number), .decimal): FixedDecimal(number).rescaled(to: scale).map(Value.decimal) ?? .null
        case (.decimal(let number), .decimal): number.rescaled(to: scale).map(Value.decimal) ?? .null
        default: value
        }
    }
}

extension NumberPattern {
    /// The text of one number.
    func text(_ number: Int64, on day: CalendarDate) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .year: zeroPadded(Int64(day.year), 4)
            case .month: zeroPadded(Int64(day.month), 2)
            case .counter(let digits): zeroPadded(number, digits)
            }
        }.joined()
    }
}

/// The digits of a number that is not negative, with zeros in front up to a width.
func zeroPadded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
