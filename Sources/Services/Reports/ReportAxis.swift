// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// A dimension of a report on the day that it is asked for: what the database groups by, and what each group means.
struct ReportAxis: Sendable {
    /// As the pack defines it.
    let source: Dimension
    /// What the database groups by.
    let dimension: Dimension
    /// Every group that there can be, in its order; nil if only the records tell.
    let order: [Value]?
    /// The conditions of bands, by name.
    private let conditions: [Value: String]

    init(_ source: Dimension, _ entity: EntityName, _ request: Request) throws(ServiceError) {
        self.source = source
        guard let bands = source.bands else {
            dimension = source
            conditions = [:]
            if case .choice(let name) = source.expression.type, let options = request.plan.options[name] {
                order = options.map { .text($0.name) }
            } else {
                order = nil
            }
            return
        }
        let named = bands.conditions(on: source.expression, request.calendar)
        conditions = Dictionary(named.map { (.text($0.name), $0.condition) }) { first, _ in first }
        order = named.map { .text($0.name) }
        let branches = named.map { "(\($0.condition)):\(Value.text($0.name).literal)" }.joined(separator: ",")
        dimension = Dimension(
            name: source.name, label: source.label,
            expression: try request.packExpression("case(\(branches))", on: entity), period: nil)
    }

    /// An axis that a kind of report makes itself, of values that it knows all of.
    init(_ dimension: Dimension, order: [Value]) {
        source = dimension
        self.dimension = dimension
        self.order = order
        conditions = [:]
    }

    /// A condition that is true of the records of one group.
    func filter(for group: Value, _ calendar: CalendarSettings) -> String {
        if let condition = conditions[group] { return condition }
        let text = "(\(source.expression.source))"
        guard let period = source.period, case .text(let name) = group, let (from, to) = period.days(of: name) else {
            return "\(text) eq \(group.literal)"
        }
        let isDate = source.expression.type == .date
        let bounds = [from, to].map { isDate ? $0.description : calendar.startOfDay($0).description }
        return "\(text) ge \(bounds[0]) and \(text) lt \(bounds[1])"
    }
}

extension Bands {
    /// The condition that is true of the values of each band.
    fileprivate func conditions(
        on expression: TypedExpression, _ calendar: CalendarSettings
    ) -> [(name: String, condition: String)] {
        let text = "(\(expression.source))"
        // Of days and moments a greater age is an earlier value.
        let isAge = expression.type == .date || expression.type == .instant
        let (below, from) = isAge ? ("gt", "le") : ("lt", "ge")
        let limits = bounds.map { bound -> String in
            guard isAge, case .integer(let days) = bound else { return bound.literal }
            let day = calendar.today.adding(days: -Int(clamping: days)) ?? .earliest
            if expression.type == .date { return day.description }
            // The last moment of that day.
            return
                (calendar.startOfDay(day.adding(days: 1) ?? day).adding(TimeSpan(microseconds: -1))
                ?? calendar.startOfDay(day)).description
        }
        return names.enumerated().map { index, name in
            let lower = index > 0 ? "\(text) \(from) \(limits[index - 1])" : nil
            let upper = index < limits.count ? "\(text) \(below) \(limits[index])" : nil
            return (name, [lower, upper].compactMap { $0 }.joined(separator: " and "))
        }
    }
}

extension Request {
    /// Compiles what the engine makes of expressions of packs, which may name everything.
    func packExpression(
        _ text: String, as type: ValueType? = nil, on entity: EntityName
    ) throws(ServiceError) -> TypedExpression {
        let compiler = ExpressionCompiler(functions: workspace.contributions.functions)
        do throws(ExpressionError) {
            return try compiler.compile(
                text, as: type, on: entity, in: AskerScope(plan: plan, permissions: .unrestricted))
        } catch {
            throw .expression(option: "report", error)
        }
    }
}
