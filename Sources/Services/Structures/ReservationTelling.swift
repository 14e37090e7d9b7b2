// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// Says who holds what until when, no more than the asker may know.
struct ReservationTelling {
    private let scope: TransactionScope
    private let reservation: Reservation

    init(_ scope: TransactionScope, _ reservation: Reservation) {
        self.scope = scope
        self.reservation = reservation
    }

    private var request: Request { scope.request }

    /// What people call the thing that is held; nil if the asker may not see it.
    func name(of hold: Hold) throws -> String? {
        let names = try zip(reservation.resources, hold.parts).map { try name(of: $1, in: $0) }
        guard names.allSatisfy({ $0 != nil }) else { return nil }
        return names.compactMap(\.self).joined(separator: " · ")
    }

    private func name(of value: String, in field: FieldName) throws -> String? {
        guard let field = request.model.entities[reservation.entity]?.fields[field],
            request.permissions[reservation.entity].isVisible(field.name),
            request.permissions[reservation.entity].mask(of: field.name) == nil
        else { return nil }
        guard let target = field.reference?.entity, let id = RecordID(value) else { return value }
        return try title(of: RecordReference(entity: target, id: id))
    }

    /// Who holds it; nil if the asker may not know.
    func holder(of hold: Hold) throws -> String? {
        guard try scope.allows(request.permissions[reservation.entity].read, hold.record) else { return nil }
        guard let name = reservation.holder else { return try title(of: hold.record) }
        let access = request.permissions[reservation.entity]
        guard access.isVisible(name), access.mask(of: name) == nil,
            let field = request.model.entities[reservation.entity]?.fields[name]
        else { return nil }
        switch try scope.record(hold.record)?[name] {
        case .identifier(let id)?:
            return try field.reference.flatMap { try title(of: RecordReference(entity: $0.entity, id: id)) }
        case .text(let text)?: return text
        default: return try title(of: hold.record)
        }
    }

    /// The title of a record that the asker may read.
    private func title(of reference: RecordReference) throws -> String? {
        guard try scope.exists(reference), try scope.allows(request.permissions[reference.entity].read, reference)
        else { return nil }
        let title = try request.title(of: reference, scope)
        return title == request.hiddenTitle ? nil : title
    }

    func finding(_ name: String?, _ hold: Hold, holder: String?) -> Finding {
        let label = request.model.entities[reservation.entity]?.fields[reservation.resource]?.label
        let thing = name.map { Label(english: $0, chinese: $0) } ?? label ?? reservation.label
        let sentence = sentence(hold, holder: holder)
        return Finding(
            code: "reserved", field: reservation.resource,
            message: Label(
                english: "“\(thing.english)” is \(sentence.english).",
                chinese: "“\(thing.chinese)”\(sentence.chinese)。")
        ).telling(facts(hold, holder: holder))
    }

    private func facts(_ hold: Hold, holder: String?) -> [String: Value] {
        var facts: [String: Value] = [
            "reservation": .text(reservation.name.rawValue), "holder": holder.map(Value.text) ?? .null,
        ]
        if let until = hold.until {
            facts["until"] = fact(until, isEnd: true, inDays: reservation.until?.type == .date)
        }
        guard !hold.isWhole else { return facts }
        let inDays = reservation.period?.ends.type == .date
        facts["from"] = fact(hold.starts, isEnd: false, inDays: inDays)
        facts["to"] = fact(hold.ends, isEnd: true, inDays: inDays)
        return facts
    }

    private func fact(_ moment: Instant, isEnd: Bool, inDays: Bool) -> Value {
        guard inDays else { return .instant(moment) }
        return day(moment, isEnd: isEnd).map(Value.date) ?? .null
    }

    /// A day that ends with the next one is the last that is meant.
    private func day(_ moment: Instant, isEnd: Bool) -> CalendarDate? {
        request.calendar.localDate(Instant(microseconds: moment.microseconds - (isEnd ? 1 : 0)))
    }

    /// `reserved by Wang Lei until 2026-11-24 18:00`.
    func sentence(_ hold: Hold, holder: String?) -> Label {
        var (english, chinese) = ("reserved", "已")
        chinese += holder.map { "由\($0)预留" } ?? "被预留"
        if let holder { english += " by \(holder)" }
        if !hold.isWhole {
            let inDays = reservation.period?.ends.type == .date
            let (first, last) = (written(hold.starts, inDays: inDays), written(hold.ends, isEnd: true, inDays: inDays))
            english += " from \(first) to \(last)"
            chinese += "（\(first)至\(last)）"
        }
        if let until = hold.until {
            let moment = written(until, isEnd: true, inDays: reservation.until?.type == .date)
            english += " until \(moment)"
            chinese += "，保留至\(moment)"
        }
        return Label(english: english, chinese: chinese)
    }

    private func written(_ moment: Instant, isEnd: Bool = false, inDays: Bool) -> String {
        if inDays { return day(moment, isEnd: isEnd)?.description ?? "" }
        return DisplaySettings(language: .english, offset: request.workspace.clock.offset).text(.instant(moment))
    }
}

extension Finding {
    static func emptyPeriod(_ reservation: Reservation) -> Finding {
        Finding(
            code: "reservationPeriod", field: reservation.resource,
            message: Label(
                english: "“\(reservation.label.english)” has to end later than it begins.",
                chinese: "“\(reservation.label.chinese)”的结束时间必须晚于开始时间。"))
    }
}
