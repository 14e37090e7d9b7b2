// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections

extension EntityPermission {
    /// The rights to whole records, by the words of the form that changes them.
    var rules: OrderedDictionary<String, RowRule> {
        ["read": read, "create": create, "update": update, "delete": delete]
    }
}

extension RowRule {
    /// Which records a right is about, in the words of the form.
    func text(_ visit: Visit) -> String {
        switch self {
        case .all: visit.word("setup.all")
        case .none: visit.word("setup.none")
        case .matching(let condition): condition.source
        }
    }
}
