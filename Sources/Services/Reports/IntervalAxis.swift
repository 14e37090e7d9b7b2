// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// What an interval report groups by before its own groups.
///
/// The names have a character that no name of a pack has, so that none is taken for them.
enum IntervalAxis: String {
    case weekday = "crm.weekday"
    case quarterHour = "crm.15"
    case halfHour = "crm.30"
    case hour = "crm.60"

    /// The length of a slot in minutes; nil for days.
    var minutes: Int? {
        switch self {
        case .weekday: nil
        case .quarterHour: 15
        case .halfHour: 30
        case .hour: 60
        }
    }

    /// What people read of a group: `09:30`, `Monday`; nil if there is none.
    func label(_ group: Value, _ language: Language) -> String? {
        guard case .integer(let number) = group else { return nil }
        guard let minutes else { return weekdays[Int(number)]?[language] }
        let start = Int(number) * minutes
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(start / 60)):\(two(start % 60))"
    }
}

private let weekdays: [Int: Label] = [
    1: Label(english: "Monday", chinese: "周一"), 2: Label(english: "Tuesday", chinese: "周二"),
    3: Label(english: "Wednesday", chinese: "周三"), 4: Label(english: "Thursday", chinese: "周四"),
    5: Label(english: "Friday", chinese: "周五"), 6: Label(english: "Saturday", chinese: "周六"),
    7: Label(english: "Sunday", chinese: "周日"),
]

extension Interval {
    /// The day of the week, if it is wanted, from 1 for Monday; then the slot of the local day, from 0.
    func axes(_ entity: EntityName, _ request: Request) throws(ServiceError) -> [ReportAxis] {
        let source = "(\(expression.source))"
        var axes: [ReportAxis] = []
        if hasWeekdays {
            axes.append(
                try axis(
                    .weekday, Label(english: "Day", chinese: "星期"), "weekday(value=localdate(value=\(source)))", 1...7,
                    entity, request))
        }
        let time = "localtime(value=\(source))"
        let slot = minutes == 60 ? "hour(\(time))" : "(hour(\(time)) mul 60 add minute(\(time))) div \(minutes)"
        let name = IntervalAxis(rawValue: "crm.\(minutes)") ?? .hour
        axes.append(
            try axis(
                name, Label(english: "Time", chinese: "时段"), slot, 0...Int64(24 * 60 / minutes - 1), entity, request))
        return axes
    }

    private func axis(
        _ name: IntervalAxis, _ label: Label, _ text: String, _ values: ClosedRange<Int64>, _ entity: EntityName,
        _ request: Request
    ) throws(ServiceError) -> ReportAxis {
        ReportAxis(
            Dimension(
                name: name.rawValue, label: label, expression: try request.packExpression(text, on: entity),
                period: nil),
            order: values.map(Value.integer))
    }
}
