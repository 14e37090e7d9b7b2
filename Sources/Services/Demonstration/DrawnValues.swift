// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

/// What a draw gives: its source, the chance, and the values that its expressions have.
struct DrawnValues {
    var chance: SeededNumbers
    /// The records that a draw chooses from, by the entity, condition and role that it names.
    let candidates: [CandidateKey: [RecordID]]
    let evaluate: (TypedExpression) throws -> Value

    mutating func value(of draw: Draw) throws -> Value {
        if draw.missing > 0, chance.next(upperBound: 100) < UInt64(draw.missing) { return .null }
        switch draw.source {
        case .span(let from, let to, let step):
            return try between(evaluate(from), evaluate(to), step.map(evaluate), draw.shape)
        case .pick(let picks): return try evaluate(pick(picks).value)
        case .record(let entity, let condition, let role):
            let all = candidates[CandidateKey(entity: entity, condition: condition?.source, role: role)] ?? []
            return all.isEmpty ? .null : .identifier(all[place(of: all.count, draw.shape)])
        case .word(let words): return words.isEmpty ? .null : .text(words[place(of: words.count, draw.shape)])
        case .digits(let count):
            return .text(String((0..<count).map { _ in Character(String(chance.next(upperBound: 10 as UInt64))) }))
        }
    }

    private mutating func pick(_ picks: [Draw.Pick]) -> Draw.Pick {
        let total = picks.reduce(0) { $0 + $1.weight }
        var rest = Int(chance.next(upperBound: UInt64(max(total, 1))))
        return picks.first { pick in
            rest -= pick.weight
            return rest < 0
        } ?? picks[picks.count - 1]
    }

    private mutating func place(of count: Int, _ shape: Draw.Shape) -> Int {
        min(count - 1, Int(share(shape) * Double(count)))
    }

    /// How far into a span, from 0 to 1.
    private mutating func share(_ shape: Draw.Shape) -> Double {
        switch shape {
        case .even: return chance.fraction()
        case .low:
            let share = chance.fraction()
            return share * share * share
        case .middle: return (chance.fraction() + chance.fraction() + chance.fraction()) / 3
        }
    }

    private mutating func between(
        _ from: Value, _ to: Value, _ step: Value?, _ shape: Draw.Shape
    ) throws -> Value {
        let scale = max(from.scale, to.scale)
        guard let low = from.position(scale), let high = to.position(scale), low <= high else { return from }
        let width = max(step.flatMap { from.width(of: $0, scale) } ?? 1, 1)
        let steps = (high - low) / width
        let chosen = min(steps, Int128(share(shape) * (Double(steps) + 1)))
        return from.value(at: low + chosen * width, scale)
    }
}

/// Which records a draw chooses from.
struct CandidateKey: Hashable {
    let entity: EntityName
    let condition: String?
    let role: RoleName?
}

// Values on a line of whole numbers.
extension Value {
    fileprivate var scale: Int { if case .decimal(let number) = self { number.scale } else { 0 } }

    fileprivate func position(_ scale: Int) -> Int128? {
        switch self {
        case .integer(let number): FixedDecimal(number).rescaled(to: scale)?.units
        case .decimal(let number): number.rescaled(to: scale)?.units
        case .date(let date): Int128(date.dayNumber)
        case .instant(let instant): Int128(instant.microseconds)
        case .duration(let span): Int128(span.microseconds)
        default: nil
        }
    }

    /// The length of a step on the line of this value.
    fileprivate func width(of step: Value, _ scale: Int) -> Int128? {
        guard case .date = self, case .duration(let span) = step else { return step.position(scale) }
        return Int128(span.microseconds / TimeSpan.microsecondsPerDay)
    }

    /// The value of this one's type at a position.
    fileprivate func value(at position: Int128, _ scale: Int) -> Value {
        switch self {
        case .integer where scale == 0: Int64(exactly: position).map(Value.integer) ?? .null
        case .integer, .decimal: .decimal(FixedDecimal(units: position, scale: scale))
        case .date: CalendarDate(dayNumber: Int(position)).map(Value.date) ?? .null
        case .instant: .instant(Instant(microseconds: Int64(position)))
        case .duration: .duration(TimeSpan(microseconds: Int64(position)))
        default: .null
        }
    }
}
