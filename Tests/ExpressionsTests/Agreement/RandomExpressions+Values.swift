// SPDX-License-Identifier: Apache-2.0
import Values

@testable import Expressions

extension RandomExpressions {
    mutating func integer(_ depth: Int) -> String {
        switch random.below(9) {
        case 0, 1:
            let operation = random.pick(["add", "sub", "mul", "div", "mod"])
            return grouped(write(.integer, depth - 1) + " \(operation) " + write(.integer, depth - 1))
        case 2: return "-" + grouped(write(.integer, depth - 1))
        case 3: return "length(" + write(.text, depth - 1) + ")"
        case 4: return "indexof(" + write(.text, depth - 1) + "," + write(.text, depth - 1) + ")"
        case 5:
            let part = random.pick(["year", "month", "day"])
            return "\(part)(" + write(random.oneIn(2) ? .date : .instant, depth - 1) + ")"
        case 6:
            let part = random.pick(["hour", "minute", "second"])
            return "\(part)(" + write(random.oneIn(2) ? .time : .instant, depth - 1) + ")"
        case 7: return members(.integer, depth)
        default:
            return random.oneIn(2)
                ? "cast(" + write(random.oneIn(2) ? .decimal : .double, depth - 1) + ",Edm.Int64)"
                : random.pick(["round", "floor", "ceiling"]) + "(" + write(.integer, depth - 1) + ")"
        }
    }

    mutating func decimal(_ depth: Int) -> String {
        switch random.below(9) {
        case 0, 1, 2:
            let operation = random.pick(["add", "sub", "mul", "div", "divby", "mod"])
            let types: (ValueType, ValueType) = random.pick([
                (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal),
            ])
            return grouped(write(types.0, depth - 1) + " \(operation) " + write(types.1, depth - 1))
        case 3: return "-" + grouped(write(.decimal, depth - 1))
        case 4: return random.pick(["round", "floor", "ceiling"]) + "(" + write(.decimal, depth - 1) + ")"
        case 5: return "totalseconds(" + write(.duration, depth - 1) + ")"
        case 6:
            return random.oneIn(2)
                ? "fractionalseconds(" + write(random.oneIn(2) ? .time : .instant, depth - 1) + ")"
                : grouped(write(.integer, depth - 1) + " divby " + write(.integer, depth - 1))
        case 7: return members(.decimal, depth)
        default: return "cast(" + write(.integer, depth - 1) + ",Edm.Decimal)"
        }
    }

    mutating func double(_ depth: Int) -> String {
        switch random.below(4) {
        case 0:
            let operation = random.pick(["add", "sub", "mul", "div", "mod"])
            let other: ValueType = random.pick([.double, .integer, .decimal])
            return grouped(write(.double, depth - 1) + " \(operation) " + write(other, depth - 1))
        case 1: return "-" + grouped(write(.double, depth - 1))
        case 2: return random.pick(["round", "floor", "ceiling"]) + "(" + write(.double, depth - 1) + ")"
        default: return "cast(" + write(random.oneIn(2) ? .integer : .decimal, depth - 1) + ",Edm.Double)"
        }
    }

    mutating func text(_ depth: Int) -> String {
        switch random.below(7) {
        case 0: return "concat(" + write(.text, depth - 1) + "," + write(.text, depth - 1) + ")"
        case 1: return random.pick(["tolower", "toupper", "trim"]) + "(" + write(.text, depth - 1) + ")"
        case 2: return "substring(" + write(.text, depth - 1) + "," + write(.integer, depth - 1) + ")"
        case 3:
            return "substring(" + write(.text, depth - 1) + "," + write(.integer, depth - 1) + ","
                + write(.integer, depth - 1) + ")"
        case 4: return members(.text, depth)
        default:
            let type: ValueType = random.pick([
                .integer, .decimal, .boolean, .date, .time, .instant, .duration, .identifier, .choice("Stage"),
                .flags("Tag"), .double,
            ])
            return "cast(" + write(type, depth - 1) + ",Edm.String)"
        }
    }

    mutating func date(_ depth: Int) -> String {
        switch random.below(7) {
        case 0:
            return grouped(
                write(.date, depth - 1) + random.pick([" add ", " sub "]) + write(.duration, depth - 1))
        case 1: return "date(" + write(.instant, depth - 1) + ")"
        case 2: return "localdate(value=" + write(.instant, depth - 1) + ")"
        case 3: return "addmonths(date=" + write(.date, depth - 1) + ",months=" + write(.integer, depth - 1) + ")"
        case 4: return "today()"
        case 5:
            let unit = random.pick(["day", "week", "month", "quarter", "year"])
            return "startof(unit='\(unit)',offset=" + write(.integer, depth - 1) + ")"
        default: return members(.date, depth)
        }
    }

    mutating func instant(_ depth: Int) -> String {
        switch random.below(3) {
        case 0: return "now()"
        default:
            return grouped(
                write(.instant, depth - 1) + random.pick([" add ", " sub "]) + write(.duration, depth - 1))
        }
    }

    mutating func duration(_ depth: Int) -> String {
        switch random.below(7) {
        case 0:
            return grouped(
                write(.duration, depth - 1) + random.pick([" add ", " sub "]) + write(.duration, depth - 1))
        case 1: return grouped(write(.date, depth - 1) + " sub " + write(.date, depth - 1))
        case 2: return grouped(write(.instant, depth - 1) + " sub " + write(.instant, depth - 1))
        case 3:
            let operation = random.pick([" mul ", " div "])
            return grouped(
                write(.duration, depth - 1) + operation + write(random.oneIn(2) ? .integer : .decimal, depth - 1))
        case 4: return "-" + grouped(write(.duration, depth - 1))
        default: return members(.duration, depth)
        }
    }

    /// A count or an aggregate that has the type, or a leaf where none may stand.
    private mutating func members(_ type: ValueType, _ depth: Int) -> String {
        guard let (path, entity) = collection() else { return leaf(type) }
        let outer = place
        defer { place = outer }
        let isCount = type == .integer && random.oneIn(2)
        if isCount, random.oneIn(2) { return path + "/$count" }
        place.entity = entity
        place.isMember = true
        if isCount { return path + "/$count($filter=" + write(.boolean, depth - 1) + ")" }
        switch type {
        case .integer:
            guard random.oneIn(2) else {
                return path + "/aggregate(" + write(.integer, 0) + random.pick([" with min)", " with max)"])
            }
            let counted: ValueType = random.pick([.integer, .decimal, .text, .date])
            return path + "/aggregate(" + write(counted, depth - 1) + " with countdistinct)"
        case .decimal:
            let method = random.pick(["sum", "min", "max", "average"])
            return path + "/aggregate(" + write(.decimal, depth - 1) + " with \(method))"
        case .duration:
            return path + "/aggregate(" + write(.duration, 0)
                + random.pick([" with sum)", " with average)", " with max)"])
        default: return path + "/aggregate(" + write(type, depth - 1) + random.pick([" with min)", " with max)"])
        }
    }
}
