// SPDX-License-Identifier: Apache-2.0
import Values

@testable import Expressions

extension RandomExpressions {
    mutating func condition(_ depth: Int) -> String {
        switch random.below(14) {
        case 0, 1:
            return grouped(write(.boolean, depth - 1) + random.pick([" and ", " or "]) + write(.boolean, depth - 1))
        case 2: return "not " + grouped(write(.boolean, depth - 1))
        case 3, 4: return equality(depth)
        case 5, 6: return order(depth)
        case 7, 8: return membership(depth)
        case 9:
            let name = random.pick(["contains", "startswith", "endswith"])
            return "\(name)(" + write(.text, depth - 1) + "," + write(.text, depth - 1) + ")"
        case 10: return within(depth)
        case 11: return write(.flags("Tag"), 0) + " has " + write(.flags("Tag"), 0)
        default: return lambda(depth)
        }
    }

    private mutating func equality(_ depth: Int) -> String {
        let type: ValueType = random.pick([
            .boolean, .integer, .decimal, .double, .text, .date, .time, .instant, .duration, .identifier,
            .choice("Stage"), .flags("Tag"),
        ])
        let operation = random.pick([" eq ", " ne "])
        if random.oneIn(8) { return grouped(grouped(write(type, depth - 1)) + operation + "null") }
        return grouped(pair(type, operation, depth))
    }

    private mutating func order(_ depth: Int) -> String {
        let type: ValueType = random.pick([.integer, .decimal, .double, .text, .date, .time, .instant, .duration])
        return grouped(pair(type, random.pick([" gt ", " ge ", " lt ", " le "]), depth))
    }

    /// Both operands; numbers of different types now and then.
    private mutating func pair(_ type: ValueType, _ operation: String, _ depth: Int) -> String {
        let numbers: [ValueType] = [.integer, .decimal, .double]
        let other = numbers.contains(type) && random.oneIn(3) ? random.pick(numbers) : type
        // Two literals of options have no type of their own.
        let isOption = if case .choice = type { true } else if case .flags = type { true } else { false }
        let first = isOption ? (path(to: type) ?? "stage eq null") : grouped(write(type, depth - 1))
        let second = isOption ? (leaf(type)) : grouped(write(other, depth - 1))
        if isOption, first == "stage eq null" { return "true" + " eq " + "false" }
        return first + operation + second
    }

    private mutating func membership(_ depth: Int) -> String {
        if random.oneIn(6) { return grouped(write(.text, depth - 1)) + " in @me/roles" }
        if random.oneIn(6), let (path, _) = collection() { return grouped(write(.identifier, 0)) + " in " + path }
        let type: ValueType = random.pick([.integer, .decimal, .double, .text, .date, .instant, .duration, .identifier])
        var items = (0...random.below(3)).map { _ in listed(type) }
        if type == .decimal, random.oneIn(2) { items.append(listed(.integer)) }
        if type == .integer, random.oneIn(3) { items.append("7.5") }
        if random.oneIn(3) { items.append("null") }
        return grouped(write(type, depth - 1)) + " in (" + items.joined(separator: ",") + ")"
    }

    /// A literal that may stand in a list.
    private mutating func listed(_ type: ValueType) -> String {
        while true {
            let item = literal(type == .double ? .decimal : type)
            if !item.hasPrefix("@"), !item.hasSuffix(")") { return item }
        }
    }

    private mutating func within(_ depth: Int) -> String {
        let period = random.pick([
            "today", "yesterday", "tomorrow", "this_week", "last_week", "next_month", "this_month", "last_quarter",
            "this_quarter", "this_year", "last_year", "last_n_days", "next_n_weeks", "last_n_months", "next_n_years",
        ])
        let count = period.contains("_n_") ? ",n=\(random.below(40))" : ""
        return "within(value=" + write(random.oneIn(2) ? .date : .instant, depth - 1) + ",period='\(period)'\(count))"
    }

    private mutating func lambda(_ depth: Int) -> String {
        if random.oneIn(6) {
            let role = random.pick(["r eq name", "startswith(r,'m')", "length(r) gt qty", "r eq customer/name"])
            return place.entity == "deal" ? "@me/roles/\(random.pick(["any", "all"]))(r:\(role))" : "true"
        }
        guard let (path, entity) = collection() else { return leaf(.boolean) }
        if random.oneIn(6) { return path + "/any()" }
        let outer = place
        let variable = ["x", "y", "z"][place.variables.count]
        place.variables.append((variable, entity))
        let condition = write(.boolean, depth - 1)
        place = outer
        return path + "/\(random.pick(["any", "all"]))(\(variable):" + condition + ")"
    }

    mutating func literal(_ type: ValueType) -> String {
        switch type {
        case .boolean: return random.pick(["true", "false"])
        case .integer:
            return random.pick(["0", "1", "-1", "2", "7", "40", "1000", "9223372036854775807", "4611686018427387904"])
        case .decimal:
            return random.pick([
                "0.5", "1.5", "-2.5", "0.000001", "12000.50", "1e3", "0.0000000001", "9223372036854775808", "@limit",
                "12345678901234567890.123456789", "0.1234567890123456789", "7.0", "-0.005", "1e-20",
            ])
        case .double: return "cast(\(random.pick(["0.5", "2", "0.1", "1e15", "-3.25"])),Edm.Double)"
        case .text:
            if random.oneIn(8) { return random.pick(["@word", "@me/name"]) }
            let text = random.pick(RandomRecords.texts)
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .date: return random.pick(["2024-02-29", "0001-01-01", "9999-12-31", "2024-05-16", "@since"])
        case .time: return random.pick(["(00:00)", "(09:30)", "(23:59:59.999999)", "(09:05:07.5)"])
        case .instant:
            return random.pick([
                "2024-02-29T08:00:00Z", "2024-05-16T00:00:00Z", "1970-01-01T00:00:00Z", "mindatetime()",
                "maxdatetime()",
            ])
        case .duration:
            return random.pick([
                "duration'P1D'", "duration'-PT0.000001S'", "duration'PT0S'", "duration'P1DT2H30M'",
                "duration'P36500D'", "duration'PT1.5S'",
            ])
        case .identifier:
            return random.pick([
                "@me/id", "00000000-0000-0000-0000-000000000066", "00000000-0000-0000-0000-0000000003e9",
            ])
        case .choice: return random.oneIn(2) ? "crm.Stage'won'" : "crm.Stage'open'"
        case .flags: return random.pick(["crm.Tag'vip'", "crm.Tag'vip,partner'", "crm.Tag'hot'"])
        default: return "null"
        }
    }
}
