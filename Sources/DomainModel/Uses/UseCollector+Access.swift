// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

extension UseCollector {
    mutating func collect(_ pool: Pool) {
        begin("pool \(pool.entity)", at: pool.range)
        note(pool.entity.rawValue, in: "entity")
        note([pool.owner], of: pool.entity, in: "owner")
        note([pool.protectedUntil].compactMap(\.self), of: pool.entity, in: "protected until")
        note([pool.activity].compactMap(\.self), of: pool.entity, in: "activity")
        note(pool.protection, in: "protect")
        note(pool.limit, in: "limit")
        for role in pool.roles { note("role \(role)", in: "roles") }
    }
}
