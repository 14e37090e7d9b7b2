// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// Records that a pack delivers and keeps up to date, as long as people leave them as they were delivered.
public struct Seed: Sendable, Hashable {
    public let pack: PackName
    public let entity: EntityName
    /// The field that tells the records apart, in every version of the pack.
    public let key: FieldName
    /// The file as findings name it.
    public let path: String
    /// CSV whose headings are field names; references stand as titles or unique fields.
    public let text: String
    public let range: SourceRange

    public init(
        pack: PackName, entity: EntityName, key: FieldName, path: String, text: String, range: SourceRange
    ) {
        self.pack = pack
        self.entity = entity
        self.key = key
        self.path = path
        self.text = text
        self.range = range
    }
}
