// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

extension FieldType {
    /// A day.
    static let date = FieldType(
        name: "date", label: Label(english: "Date", chinese: "日期"), shape: .scalar(.date), widget: .date,
        canonical: { (value, field) throws(FieldFault) in
            guard case .date = value else { throw .wrongType(field) }
            return try bounded(value, field)
        },
        parse: { (text, _) throws(FieldFault) in
            guard let date = writtenDate(text) else {
                throw .unreadable(
                    "This is no date; write it like 2026-02-28 or 2026年2月28日.", "日期不正确，应如 2026-02-28 或 2026年2月28日。")
            }
            return .date(date)
        },
        display: { value, _, _ in if case .date(let date) = value { date.description } else { "" } })

    /// A moment. Texts without an offset are local time of China (UTC+8), where most exports come from.
    static let dateTime = FieldType(
        name: "dateTime", label: Label(english: "Date and time", chinese: "日期时间"), shape: .scalar(.instant),
        widget: .dateTime,
        canonical: { (value, field) throws(FieldFault) in
            guard case .instant = value else { throw .wrongType(field) }
            return value
        },
        parse: { (text, _) throws(FieldFault) in
            guard let instant = writtenInstant(plainWidth(text)) else {
                throw .unreadable(
                    "This is no moment; write it like 2026-02-28 09:30.", "日期时间不正确，应如 2026-02-28 09:30。")
            }
            return .instant(instant)
        },
        display: { value, _, settings in if case .instant = value { settings.text(value) } else { "" } })

    /// A time of day.
    static let time = FieldType(
        name: "time", label: Label(english: "Time", chinese: "时间"), shape: .scalar(.time), widget: .time,
        canonical: { (value, field) throws(FieldFault) in
            guard case .time = value else { throw .wrongType(field) }
            return value
        },
        parse: { (text, _) throws(FieldFault) in
            guard let time = writtenTime(text) else {
                throw .unreadable("This is no time of day; write it like 09:30.", "时间不正确，应如 09:30。")
            }
            return .time(time)
        },
        display: { value, _, settings in if case .time = value { settings.text(value) } else { "" } })

    /// A length of time, written as days or as `P1DT2H`.
    static let duration = FieldType(
        name: "duration", label: Label(english: "Duration", chinese: "时长"), shape: .scalar(.duration),
        widget: .duration,
        canonical: { (value, field) throws(FieldFault) in
            guard case .duration = value else { throw .wrongType(field) }
            return value
        },
        parse: { (text, _) throws(FieldFault) in
            let plain = plainWidth(text)
            if let span = TimeSpan(plain) { return .duration(span) }
            guard let days = Int64(plain.filter { $0 != "天" && $0 != "日" }), (-100_000_000...100_000_000).contains(days)
            else {
                throw .unreadable(
                    "This is no duration; write days, or hours like PT4H.", "时长不正确，请填天数，或如 PT4H 的小时数。")
            }
            return .duration(TimeSpan(microseconds: days * TimeSpan.microsecondsPerDay))
        },
        display: { value, _, settings in if case .duration = value { settings.text(value) } else { "" } })
}

private func writtenInstant(_ text: String) -> Instant? {
    if case .instant(let instant) = Value(canonicalText: text, as: .instant) { return instant }
    let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "T" })
    guard let first = parts.first, let date = writtenDate(String(first)) else { return nil }
    var time: Int64 = 0
    if parts.count == 2 {
        guard let read = writtenTime(String(parts[1])) else { return nil }
        time = read.microseconds
    }
    let instant = Instant(microseconds: Instant(date, microsecondOfDay: time).microseconds - 8 * 3_600_000_000)
    return instant.date == nil ? nil : instant
}
