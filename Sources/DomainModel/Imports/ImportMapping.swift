// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// How the rows of a file become records of an entity.
public struct ImportMapping: Sendable {
    public enum Encoding: String, Sendable {
        case utf8 = "UTF-8"
        case gb18030 = "GB18030"
    }

    public let name: ImportName
    public let label: Label
    public let entity: EntityName
    public let encoding: Encoding
    public let delimiter: Character
    public let columns: [ImportColumn]
    /// The fields, in order of trust, of which any that is present identifies the record: the first with a value decides.
    public let keys: [FieldName]
    /// What makes two records probably the same: proposed for merging, never merged silently.
    public let similarity: Similarity?
    public let range: SourceRange

    public init(
        name: ImportName, label: Label, entity: EntityName, encoding: Encoding, delimiter: Character,
        columns: [ImportColumn], keys: [FieldName], similarity: Similarity?, range: SourceRange
    ) {
        self.name = name
        self.label = label
        self.entity = entity
        self.encoding = encoding
        self.delimiter = delimiter
        self.columns = columns
        self.keys = keys
        self.similarity = similarity
        self.range = range
    }
}

/// What one column of a file becomes.
public struct ImportColumn: Sendable, Hashable {
    /// What happens to a row whose value in this column cannot be used.
    public enum Fallback: String, Sendable {
        /// The row goes to the rejects file.
        case reject
        /// The field stays empty, the row is taken, and the finding is reported.
        case clear
    }

    /// The column's heading, as the file has it.
    public let heading: String
    public let field: FieldName
    /// Words of the file and the values that they stand for; empty to read the text by the field's type.
    public let words: [String: String]
    /// For a reference: the field of the other entity that holds what the file has.
    public let lookup: FieldName?
    public let onInvalid: Fallback

    public init(heading: String, field: FieldName, words: [String: String], lookup: FieldName?, onInvalid: Fallback) {
        self.heading = heading
        self.field = field
        self.words = words
        self.lookup = lookup
        self.onInvalid = onInvalid
    }
}

/// Records with the same value in one field, and names that are alike, are probably the same.
public struct Similarity: Sendable, Hashable {
    public let same: FieldName
    public let alike: FieldName

    public init(same: FieldName, alike: FieldName) {
        self.same = same
        self.alike = alike
    }
}

/// A file of records that a pack brings to show itself with: headings are field names, references stand as titles or keys.
public struct DemoFile: Sendable, Hashable {
    public let entity: EntityName
    /// The absolute path.
    public let path: String
    public let range: SourceRange

    public init(entity: EntityName, path: String, range: SourceRange) {
        self.entity = entity
        self.path = path
        self.range = range
    }
}

/// A person to sign in as in a demo.
public struct DemoUser: Sendable, Hashable {
    public let name: String
    public let label: Label
    public let roles: [RoleName]

    public init(name: String, label: Label, roles: [RoleName]) {
        self.name = name
        self.label = label
        self.roles = roles
    }
}
