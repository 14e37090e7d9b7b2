// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
public import Values

/// Values of a field's old type in its new type: exactly, or not at all.
public struct FieldConversion: Sendable {
    /// What becomes of a value.
    public enum Outcome: Sendable, Hashable {
        case fits(Value)
        /// It does not fit; with the value nearest to it, null if there is none.
        case unfit(nearest: Value)
    }

    /// The type of the values as they are.
    public let sourceType: ValueType
    /// The field as it was; nil if the model before is not known.
    public let source: Field?
    public let target: Field
    public let calendar: CalendarSettings

    public init(from sourceType: ValueType, _ source: Field?, to target: Field, calendar: CalendarSettings) {
        self.sourceType = sourceType
        self.source = source
        self.target = target
        self.calendar = calendar
    }

    /// The value in the new type.
    public func callAsFunction(_ value: Value) -> Outcome {
        if value.isNull { return .fits(.null) }
        if case .entity = target.valueType, sourceType != .text {
            // A key of another entity is nobody's key here.
            return .unfit(nearest: .null)
        }
        if let direct = direct(value) { return direct }
        for text in writtenForms(of: value) {
            if let read = try? target.type.parse(text, target), let held = held(read) { return .fits(held) }
        }
        return .unfit(nearest: .null)
    }

    /// Between numbers, moments and truth values; nil if the value has to be read as text.
    private func direct(_ value: Value) -> Outcome? {
        switch (value, target.valueType) {
        case (.decimal(let number), .decimal), (.decimal(let number), .integer):
            return rounded(number)
        case (.integer(let number), .decimal): return rounded(FixedDecimal(number))
        case (.boolean(let flag), .integer), (.boolean(let flag), .decimal):
            return held(.integer(flag ? 1 : 0)).map(Outcome.fits) ?? .unfit(nearest: .null)
        case (.instant(let instant), .date): return day(of: instant).flatMap { held(.date($0)) }.map(Outcome.fits)
        case (.instant(let instant), .time): return .fits(.time(local(instant).timeOfDay))
        case (.date(let date), .instant): return .fits(.instant(midnight(date)))
        default: return nil
        }
    }

    /// A number with the digits that the field keeps; unfit if that makes it another number.
    private func rounded(_ number: FixedDecimal) -> Outcome {
        let scale = target.valueType == .integer ? 0 : target.scale
        guard let near = number.rescaled(to: scale), let value = held(.decimal(near)) else {
            return .unfit(nearest: .null)
        }
        return near == number ? .fits(value) : .unfit(nearest: value)
    }

    /// The value if the field can hold it, in its canonical form.
    private func held(_ value: Value) -> Value? {
        guard let canonical = try? target.type.canonical(value, target), !canonical.isNull else { return nil }
        return canonical
    }

    /// What people or programs write for the value, what is most likely meant first.
    private func writtenForms(of value: Value) -> [String] {
        let own = trimmedText(value.canonicalText)
        guard let source else { return own.isEmpty ? [] : [own] }
        let labels = Language.allCases.map {
            source.type.display(value, source, DisplaySettings(language: $0, offset: calendar.offset))
        }
        // Options become the texts that people know them by; into options their names lead more surely.
        let isLabelFirst = target.valueType == .text && !source.options.isEmpty
        let forms = isLabelFirst ? labels + [own] : [own] + labels
        return forms.filter { !$0.isEmpty }
    }

    private func local(_ instant: Instant) -> Instant {
        instant.adding(TimeSpan(microseconds: Int64(calendar.offset(instant)) * 1_000_000)) ?? instant
    }

    private func day(of instant: Instant) -> CalendarDate? { local(instant).date }

    private func midnight(_ date: CalendarDate) -> Instant {
        let utc = Instant(date)
        return Instant(microseconds: utc.microseconds - Int64(calendar.offset(utc)) * 1_000_000)
    }
}
