// SPDX-License-Identifier: Apache-2.0
import OrderedCollections
public import Values

/// The name under which programs reach the record behind a reference field: the field's own name holds the key.
public func navigationName(_ field: FieldName) -> String { "\(field)\(navigationSuffix)" }

private let navigationSuffix = "Record"

extension Entity {
    /// The reference whose record is reached under a name; nil if there is none.
    public func reference(navigatedAs name: FieldName) -> Field? {
        guard name.rawValue.hasSuffix(navigationSuffix),
            let field = fields[FieldName(String(name.rawValue.dropLast(navigationSuffix.count)))],
            field.reference != nil
        else { return nil }
        return field
    }
}
