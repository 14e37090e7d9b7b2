// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// How fields of records are written for one visitor.
struct FieldText {
    let visit: Visit
    let entity: Entity
    let access: EntityAccess
    /// How far the records are, of those that are goals.
    var goals: [RecordID: GoalProgress] = [:]
    private let settings: DisplaySettings
    private let pipelines: [FieldName: Pipeline]

    init(_ entity: Entity, _ visit: Visit) {
        self.entity = entity
        self.visit = visit
        access = visit.workspace.access(entity.name, visit.invocation)
        settings = DisplaySettings(language: visit.language, offset: visit.workspace.clock.offset)
        pipelines = visit.model.pipelines(of: entity.name)
    }

    func label(_ field: FieldName) -> String { entity.fields[field]?.label[visit.language] ?? field.rawValue }

    func text(_ name: FieldName, _ value: Value, title: String? = nil) -> String {
        if let title { return title }
        if value.isNull { return "" }
        if case .text(let stage) = value, let found = pipelines[name]?.stage(StageName(stage)) {
            return found.label[visit.language]
        }
        guard let field = entity.fields[name] else { return "" }
        if case .identifier = value, field.reference != nil { return NamelessRecord.hidden[visit.language] }
        return field.type.display(value, field, settings)
    }

    /// The sum of a field over many records: of money without the cents, which nobody reads.
    func total(_ name: FieldName, _ sum: FixedDecimal) -> String {
        guard let field = entity.fields[name] else { return "" }
        let amount = field.currency.map { FigureFormat.Amount(currency: $0, isTotal: true) }
        let format = FigureFormat(unit: nil, digits: amount == nil ? field.scale : nil, amount: amount)
        return figure(.decimal(sum), format)
    }

    /// What the record that a reference points to is called; also of a reference that is only asked for.
    func title(_ field: Field, _ id: RecordID) -> String {
        guard let target = field.reference?.entity,
            let record = try? visit.workspace.record(target, id, fields: [], visit.invocation)
        else { return NamelessRecord.hidden[visit.language] }
        return record.title
    }

    /// A cell or line of a record: its label, text, link if it is a reference, tone if it is a choice.
    func cell(_ name: FieldName, _ record: RecordView) -> [String: Any] {
        let value = record[name]
        var cell: [String: Any] = [
            "name": name.rawValue, "label": label(name), "text": text(name, value, title: record.titles[name]),
            "link": false, "outside": false, "tone": false, "isNumber": false,
        ]
        guard let field = entity.fields[name] else { return cell }
        if let figure = figureOfGoal(name, record) { cell["text"] = figure }
        if case .identifier(let id) = value, let reference = field.reference, !record.unreachable.contains(name),
            visit.workspace.access(reference.entity, visit.invocation).read != .none
        {
            cell["link"] = "/record/\(reference.entity.rawValue)/\(id.description)"
        }
        if let outside = OutsideAddress(value, field.type, isMasked: access.isMasked(name)) {
            cell["outside"] = outside.address
        }
        if case .text(let name) = value, let option = field.options.first(where: { $0.name == name }) {
            cell["tone"] = option.tone.rawValue
        }
        cell["isNumber"] = isNumber(name)
        return cell
    }

    /// A number of a goal as its metric is read: a share of 0.92 as 92%. Nil for what is none, or not measured.
    private func figureOfGoal(_ name: FieldName, _ record: RecordView) -> String? {
        guard !access.isMasked(name), let book = visit.model.analysis.goals.first(where: { $0.entity == entity.name })
        else { return nil }
        if let goal = goals[record.id] {
            if name == book.figure { return figure(goal.figure, goal.metric.format) }
            if name == book.attainment { return figure(goal.attainment, .percent) }
        }
        let value = record[name]
        guard !value.isNull, book.figures.contains(name), case .text(let chosen) = record[book.metric],
            let metric = visit.model.analysis.metrics[MetricName(chosen)]
        else { return nil }
        return figure(value, metric.format)
    }

    private func figure(_ value: Value, _ format: FigureFormat) -> String {
        ReportColumn(name: "", label: entity.label, format: format, style: .amount)
            .text(value, in: visit.model, settings)
    }

    /// Whether the engine works the value out and keeps it.
    func isCalculated(_ name: FieldName) -> Bool {
        if case .computed = entity.fields[name]?.origin { true } else { false }
    }

    /// Whether the values stand below one another by their digits.
    func isNumber(_ name: FieldName) -> Bool {
        switch entity.fields[name]?.type.widget {
        case .number, .money, .percent: true
        default: false
        }
    }
}

extension GoalBook {
    /// The fields that hold what the metric measures, in its unit.
    fileprivate var figures: [FieldName] { [target] + [baseline, figure].compactMap(\.self) }
}
