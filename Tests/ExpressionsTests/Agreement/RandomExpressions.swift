// SPDX-License-Identifier: Apache-2.0
import Values

@testable import Expressions

/// Writes well-typed expressions about a deal, the same for the same seed.
struct RandomExpressions {
    var random: RandomNumbers
    /// Where names are looked up: the entity of plain names, and the variables around.
    var place = Place()

    struct Place {
        var entity: EntityName = "deal"
        var isMember = false
        var variables: [(name: String, entity: EntityName)] = []
    }

    init(seed: UInt64) { random = RandomNumbers(seed: seed) }

    private static let types: [ValueType] = [
        .boolean, .boolean, .boolean, .boolean, .integer, .integer, .decimal, .decimal, .double, .text, .text, .date,
        .time, .instant, .duration, .identifier, .choice("Stage"), .flags("Tag"),
    ]

    mutating func expression() -> String {
        let type = random.pick(Self.types)
        return write(type, 1 + random.below(4))
    }

    mutating func write(_ type: ValueType, _ depth: Int) -> String {
        guard depth > 0 else { return leaf(type) }
        if random.oneIn(9) { return conditional(type, depth) }
        switch type {
        case .boolean: return condition(depth)
        case .integer: return integer(depth)
        case .decimal: return decimal(depth)
        case .double: return double(depth)
        case .text: return text(depth)
        case .date: return date(depth)
        case .instant: return instant(depth)
        case .duration: return duration(depth)
        default: return leaf(type)
        }
    }

    /// A path, an alias or a literal.
    mutating func leaf(_ type: ValueType) -> String {
        if !random.oneIn(3), let path = path(to: type) { return path }
        return literal(type)
    }

    mutating func path(to type: ValueType) -> String? {
        var starts: [(prefix: String, entity: EntityName)] = [("", place.entity)]
        starts += place.variables.map { ($0.name + "/", $0.entity) }
        if place.isMember { starts.append(("$it/", "deal")) }
        var (prefix, entity) = random.pick(starts)
        for _ in 0..<random.below(3) {
            let references: [(String, EntityName)] = (AgreementModel.entities[entity] ?? []).compactMap {
                if case .entity(let other) = $0.type { ($0.name, other) } else { nil }
            }
            guard !references.isEmpty, prefix.utf8.count(where: { $0 == UInt8(ascii: "/") }) < 3 else { break }
            let (name, other) = random.pick(references)
            (prefix, entity) = (prefix + name + "/", other)
        }
        let fitting = (AgreementModel.entities[entity] ?? []).filter { $0.type == type }
        return fitting.isEmpty ? nil : prefix + random.pick(fitting).name
    }

    mutating func collection() -> (path: String, entity: EntityName)? {
        var choices: [(String, EntityName)] = []
        func add(_ prefix: String, _ entity: EntityName) {
            switch entity {
            case "deal": choices += [(prefix + "lines", "line"), (prefix + "customer/deals", "deal")]
            case "customer": choices += [(prefix + "deals", "deal"), (prefix + "parent/deals", "deal")]
            default: choices.append((prefix + "deal/lines", "line"))
            }
        }
        guard place.variables.count + (place.isMember ? 1 : 0) < 2 else { return nil }
        add("", place.entity)
        for variable in place.variables { add(variable.name + "/", variable.entity) }
        return choices.isEmpty ? nil : random.pick(choices)
    }

    mutating func conditional(_ type: ValueType, _ depth: Int) -> String {
        var branches: [String] = []
        for _ in 0...random.below(2) {
            branches.append(grouped(write(.boolean, depth - 1)) + ":" + grouped(write(type, depth - 1)))
        }
        if random.oneIn(2) { branches.append("true:" + (random.oneIn(5) ? "null" : grouped(write(type, depth - 1)))) }
        return "case(" + branches.joined(separator: ",") + ")"
    }

    func grouped(_ text: String) -> String { "(" + text + ")" }
}
