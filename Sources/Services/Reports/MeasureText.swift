// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
public import Values

extension Measure {
    /// What people read where a measure is no number: the earliest day, the longest time, the last name.
    ///
    /// - Returns: Nil for numbers, which each place writes in its own way, and where there is no value.
    public func words(for value: Value, in model: Model, _ settings: DisplaySettings) -> String? {
        switch value {
        case .null, .integer, .decimal, .double: return nil
        default: break
        }
        guard case .aggregate(_, let expression) = kind, case .path(let path) = expression.root,
            let last = path.segments.last, let field = model.entities[last.entity]?.fields[last.name]
        else { return settings.text(value) }
        return field.type.display(value, field, settings)
    }

    /// Whether a chart can draw it.
    public var isNumber: Bool {
        switch kind {
        case .count, .ratio, .aggregate(.countDistinct, _): return true
        case .aggregate(_, let expression):
            switch expression.type {
            case .integer, .decimal, .double: return true
            default: return false
            }
        }
    }
}
