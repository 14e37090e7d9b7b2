// SPDX-License-Identifier: Apache-2.0
public import Values

/// The other record of a merge, as a timeline names it.
public struct MergedRecord: Sendable {
    public let id: RecordID
    public let title: String
    /// It was merged into the record of the timeline; otherwise that one was merged into it.
    public let isDeleted: Bool

    public init(id: RecordID, title: String, isDeleted: Bool) {
        self.id = id
        self.title = title
        self.isDeleted = isDeleted
    }
}
