// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Schemas
import Storage
import Values

/// What a record holds by a reservation.
struct Hold: Sendable, Hashable {
    let reservation: ReservationName
    let record: RecordReference
    /// The canonical text of what is held, of several fields with ``separator`` between them.
    let resource: String
    /// What is held as a whole is held from the first to the last day that there is.
    let starts: Instant
    let ends: Instant
    /// When it ends by itself; nil for never.
    let until: Instant?

    func isOver(at moment: Instant) -> Bool { until.map { $0 <= moment } ?? false }

    /// Stands in no text that people write.
    static let separator: Character = "\u{1F}"

    /// What is held, told by the canonical texts of the fields that name it.
    static func resource(_ parts: [String]) -> String { parts.joined(separator: String(separator)) }

    /// The canonical texts of the fields that name it.
    var parts: [String] { resource.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init) }

    static let earliest = Instant(.earliest)
    static let latest = Instant(microseconds: 253_402_300_799_999_999)

    var isWhole: Bool { starts == Self.earliest && ends == Self.latest }
}

extension Hold {
    var row: [Value] {
        [
            .text(reservation.rawValue), .text(resource), .identifier(record.id), .text(record.entity.rawValue),
            .instant(starts), .instant(ends), until.map(Value.instant) ?? .null,
        ]
    }

    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 7, case .text(let reservation) = row[0], case .text(let resource) = row[1],
            case .identifier(let id) = row[2], case .text(let entity) = row[3], case .instant(let starts) = row[4],
            case .instant(let ends) = row[5]
        else { return nil }
        self.reservation = ReservationName(reservation)
        record = RecordReference(entity: EntityName(entity), id: id)
        self.resource = resource
        self.starts = starts
        self.ends = ends
        if case .instant(let until) = row[6] { self.until = until } else { until = nil }
    }
}

/// What records hold, as a database keeps it.
struct ReservationBook {
    let transaction: any ReadTransaction

    init(_ transaction: any ReadTransaction) { self.transaction = transaction }

    func hold(_ reservation: ReservationName, of record: RecordID) throws -> Hold? {
        try transaction.engineRows(
            EngineSelection(
                .reservations,
                where: [.equals("reservation", .text(reservation.rawValue)), .equals("record", .identifier(record))])
        ).lazy.compactMap(Hold.init).first
    }

    /// What other records hold of the same at a time that overlaps, the earliest first; also what is over and waits to
    /// be taken away.
    func rivals(of hold: Hold) throws -> [Hold] {
        try transaction.engineRows(
            EngineSelection(
                .reservations,
                where: [
                    .equals("reservation", .text(hold.reservation.rawValue)), .equals("resource", .text(hold.resource)),
                    .greater("ends", .instant(hold.starts)), .less("starts", .instant(hold.ends)),
                ])
        ).compactMap(Hold.init).filter { $0.record != hold.record }.sorted { $0.starts < $1.starts }
    }

    /// What is held of something from a moment on.
    ///
    /// - Parameter resource: The canonical text of the first field that names it.
    func holds(_ reservation: Reservation, of resource: String, after moment: Instant) throws -> [Hold] {
        let named: [EngineCondition] =
            reservation.further.isEmpty
            ? [.equals("resource", .text(resource))]
            // Everything that begins with it and the separator, behind which the blank comes.
            : [.greater("resource", .text(Hold.resource([resource, ""]))), .less("resource", .text(resource + " "))]
        return try transaction.engineRows(
            EngineSelection(
                .reservations,
                where: [.equals("reservation", .text(reservation.name.rawValue)), .greater("ends", .instant(moment))]
                    + named, order: "ends", limit: 20)
        ).compactMap(Hold.init).filter { !$0.isOver(at: moment) }
    }
}
