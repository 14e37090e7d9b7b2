// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

extension TransactionScope {
    func value(of property: FieldName, in record: RecordReference, asOf time: PastTime) throws -> Value {
        guard let field = plan.model.entities[record.entity]?.fields[property], field.keepsHistory else { return .null }
        // What is being written now is not kept yet.
        if !isPast(time) { return try value(of: property, in: record) }
        var conditions: [EngineCondition] = [
            .equals("record", .identifier(record.id)), .equals("entity", .text(record.entity.rawValue)),
            .equals("field", .text(property.rawValue)),
        ]
        switch time {
        case .day(let day):
            guard let next = day.adding(days: 1) else { return try value(of: property, in: record) }
            conditions.append(.less("day", .date(next)))
        case .moment(let moment):
            conditions.append(.less("at", .instant(Instant(microseconds: moment.microseconds &+ 1))))
        }
        let rows = try transaction.engineRows(
            EngineSelection(.fieldHistory, where: conditions, order: "at", isDescending: true, limit: 1))
        return rows.first.map { FormerValue.value($0, of: field) } ?? .null
    }

    private func isPast(_ time: PastTime) -> Bool {
        switch time {
        case .day(let day): day < context.calendar.today
        case .moment(let moment): moment < context.calendar.now
        }
    }
}
