// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
public import Values

/// A field's default in its canonical form, if it is the same for every record; nil if it has to be computed.
public func constantDefault(of field: Field, in model: Model) -> Value? {
    let value: Value? =
        switch field.defaultValue?.root {
        case .literal(let value, _)?: value
        case .path(let path)? where path.segments.isEmpty:
            if case .alias(let name) = path.root { model.parameters[name]?.value } else { nil }
        default: nil
        }
    guard let value, let canonical = try? field.type.canonical(value, field), !canonical.isNull else { return nil }
    return canonical
}
