// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ReportFigures {
    /// The measures of a cohort, and for each age the part of them that is still there.
    ///
    /// At an age only the records count that have reached it, in the part and in the whole.
    init(_ cohort: Cohort, _ report: Report, _ request: Request) throws(ServiceError) {
        var columns: [Column] = []
        var counted: [Measure] = []
        func add(_ measure: Measure, _ name: String, _ conditions: [String]) throws(ServiceError) -> Int {
            let all = [measure.condition?.source].compactMap { $0 } + conditions
            let text = all.map { "(\($0))" }.joined(separator: " and ")
            let condition = all.isEmpty ? nil : try request.packExpression(text, as: .boolean, on: report.entity)
            counted.append(Measure(name: name, label: measure.label, kind: measure.kind, condition: condition))
            return counted.count - 1
        }
        for measure in report.measures {
            let own = [measure.condition?.source].compactMap { $0 }
            let whole = try add(measure, measure.name, [])
            columns.append(Column(column: ReportColumn(measure), making: .measure(measure), conditions: own))
            for age in cohort.ages.isEmpty ? [nil] : cohort.ages.map(Optional.some) {
                let name = measure.name + (age.map { "_m\($0)" } ?? "_kept")
                let reached = age.map { [report.reached($0)] } ?? []
                let survived = cohort.text(atAge: age ?? 0)
                let base = try age == nil ? whole : add(measure, name + "_of", reached)
                let part = try add(measure, name, reached + [survived])
                columns.append(
                    Column(
                        column: ReportColumn(
                            name: name, label: measure.label(atAge: age, isOnly: report.measures.count == 1),
                            format: .percent, style: .share),
                        making: .share(part, of: base), conditions: own + reached + [survived]))
            }
        }
        self.init(columns: columns, counted: counted, request)
    }
}

extension Report {
    /// A condition that is true of the records that began so many months ago or earlier.
    fileprivate func reached(_ months: Int) -> String {
        guard let start = dimensions.first?.expression else { return "true" }
        let day = start.type == .date ? "(\(start.source))" : "localdate(value=(\(start.source)))"
        return "addmonths(date=\(day),months=\(months)) le today()"
    }
}

extension Measure {
    /// What people read of the part that is still there; the measure's own name is left out if it is the only one.
    fileprivate func label(atAge months: Int?, isOnly: Bool) -> Label {
        let (english, chinese) = isOnly ? ("", "") : ("\(label.english), ", "\(label.chinese)")
        guard let months else {
            return Label(
                english: english + (isOnly ? "Still there" : "still there"), chinese: chinese + "留存率")
        }
        return Label(english: "\(english)M\(months)", chinese: "\(chinese)第 \(months) 个月")
    }
}
