// SPDX-License-Identifier: Apache-2.0
import Expressions
import FoundationEssentials
import OrderedCollections
public import Values

/// Somebody asked for a covered value, or took records out.
public struct AccessEntry: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The value behind a mask.
        case reveal
        /// Records or figures as a file.
        case export
    }

    /// How an export ended.
    public struct End: Sendable, Hashable {
        public enum Outcome: String, Sendable {
            case finished
            /// By a fault, or by whoever took it.
            case brokenOff
        }

        public let at: Instant
        /// The rows that left.
        public let records: Int64
        public let outcome: Outcome
    }

    public let id: RecordID
    public let at: Instant
    public let kind: Kind
    /// Nil for the operator at the command line.
    public let actor: RecordID?
    /// The name of who it was, deleted or not; empty for the operator.
    public var name = ""
    /// The way it went, such as `browser`.
    public let door: String
    public let entity: EntityName
    public let record: RecordID?
    public let field: FieldName?
    public let report: ReportName?
    public let reason: String?
    /// What an export was asked for.
    public let wish: ExportWish?
    /// Nil for a reveal, and for an export that runs still or whose end nobody could write down.
    public var end: End?

    init(
        id: RecordID, at: Instant, kind: Kind, actor: RecordID?, door: String, entity: EntityName,
        record: RecordID? = nil, field: FieldName? = nil, report: ReportName? = nil, reason: String? = nil,
        wish: ExportWish? = nil
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.actor = actor
        self.door = door
        self.entity = entity
        self.record = record
        self.field = field
        self.report = report
        self.reason = reason
        self.wish = wish
    }
}

/// What an export was asked for: its form, its columns, and which records.
public struct ExportWish: Sendable, Hashable, Codable {
    /// csv, xlsx
    public let form: String
    public let columns: [String]
    public var filter: String?
    public var savedFilter: String?
    public var search: String?
    public var order: String?
    /// The records of the recycle bin.
    public var isOfBin = false

    init(form: String, columns: [String]) {
        self.form = form
        self.columns = columns
    }

    init?(json: String) {
        guard let wish = try? JSONDecoder().decode(ExportWish.self, from: Data(json.utf8)) else { return nil }
        self = wish
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

extension AccessEntry {
    var row: [Value] {
        get throws {
            [
                .identifier(id), .instant(at), .text(kind.rawValue), actor.map(Value.identifier) ?? .null,
                .text(door), .text(entity.rawValue), record.map(Value.identifier) ?? .null,
                field.map { .text($0.rawValue) } ?? .null, report.map { .text($0.rawValue) } ?? .null,
                reason.map(Value.text) ?? .null, try wish.map { .text(try $0.json) } ?? .null,
            ]
        }
    }

    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 11, case .identifier(let id) = row[0], case .instant(let at) = row[1],
            case .text(let word) = row[2], let kind = Kind(rawValue: word), case .text(let door) = row[4],
            case .text(let entity) = row[5]
        else { return nil }
        func text(_ column: Int) -> String? { if case .text(let text) = row[column] { text } else { nil } }
        self.init(
            id: id, at: at, kind: kind, actor: row[3].key, door: door, entity: EntityName(entity),
            record: row[6].key, field: text(7).map { FieldName($0) }, report: text(8).map { ReportName($0) },
            reason: text(9), wish: text(10).flatMap { ExportWish(json: $0) })
    }
}

extension AccessEntry.End {
    /// Nil if the row was written by a program that kept something else.
    init?(_ row: [Value]) {
        guard row.count == 4, case .instant(let at) = row[1], case .integer(let records) = row[2],
            case .text(let word) = row[3], let outcome = Outcome(rawValue: word)
        else { return nil }
        self.init(at: at, records: records, outcome: outcome)
    }
}
