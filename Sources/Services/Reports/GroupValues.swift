// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Queries
import Storage
import Values

/// The texts of a standing total's key; nil for null.
func standingGroups(_ key: String) -> [String?] {
    (try? JSONDecoder().decode([String?].self, from: Data(key.utf8))) ?? []
}

extension Value {
    var decimal: FixedDecimal? {
        switch self {
        case .integer(let number): FixedDecimal(number)
        case .decimal(let number): number
        default: nil
        }
    }

    /// The sum with another number; null counts as nothing.
    func plus(_ other: Value) -> Value {
        switch (self, other) {
        case (.null, _): other
        case (_, .null): self
        case (.integer(let left), .integer(let right)): .integer(left &+ right)
        case (.duration(let left), .duration(let right)):
            .duration(TimeSpan(microseconds: left.microseconds &+ right.microseconds))
        case (.double(let left), .double(let right)): .double(left + right)
        default:
            if let left = decimal, let right = other.decimal {
                left.adding(right).map(Value.decimal) ?? .null
            } else {
                .null
            }
        }
    }

    /// The value as it is written in an expression.
    var literal: String {
        switch self {
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        case .duration: "duration'\(canonicalText)'"
        case .flags: "'\(canonicalText)'"
        case .null: "null"
        default: canonicalText
        }
    }
}

/// The names of groups as a person reads them; titles of records are read once each.
final class GroupLabels {
    private let request: Request
    private let transaction: any ReadTransaction
    private var titles: [RecordReference: String] = [:]
    private var readings: [EntityName: (reading: TitleReading, query: PreparedQuery)] = [:]

    init(_ request: Request, _ transaction: any ReadTransaction) {
        self.request = request
        self.transaction = transaction
    }

    func label(of group: Value, in dimension: Dimension) throws -> String {
        if let label = IntervalAxis(rawValue: dimension.name)?.label(group, request.invocation.language) {
            return label
        }
        if dimension.bands != nil, case .text(let name) = group {
            let settings = DisplaySettings(
                language: request.invocation.language, offset: request.workspace.clock.offset)
            return dimension.bandLabel(name, settings) ?? name
        }
        if case .entity(let entity) = dimension.expression.type, case .identifier(let id) = group {
            return try title(of: RecordReference(entity: entity, id: id))
        }
        guard case .path(let path) = dimension.expression.root, let last = path.segments.last,
            let field = request.model.entities[last.entity]?.fields[last.name], case .text(let name) = group
        else { return group.canonicalText }
        let language = request.invocation.language
        if case .stage(let pipeline) = field.origin {
            return request.model.pipelines[pipeline]?.stage(StageName(name))?.label[language] ?? name
        }
        return field.options.first { $0.name == name }?.label[language] ?? name
    }

    private func title(of record: RecordReference) throws -> String {
        if let title = titles[record] { return title }
        var title = request.hiddenTitle
        if let (reading, query) = reading(of: record.entity) {
            try transaction.forEachRow(query, of: record.id, { try request.context(transaction) }) { row in
                title = reading.text(row.value(0))
            }
        }
        titles[record] = title
        return title
    }

    /// Nil if the asker may not see how the records are called.
    private func reading(of name: EntityName) -> (reading: TitleReading, query: PreparedQuery)? {
        if let known = readings[name] { return known }
        guard let entity = request.model.entities[name], let reading = TitleReading(entity, request) else { return nil }
        let query = RecordQuery(
            entity: name, columns: [reading.column(of: name)], limit: 1, access: request.permissions.read)
        let new = (reading, PreparedQuery(query, isByKey: true))
        readings[name] = new
        return new
    }
}
