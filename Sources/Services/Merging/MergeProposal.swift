// SPDX-License-Identifier: Apache-2.0
public import Values

/// Two records that are probably the same, for a person to decide.
public struct MergeProposal: Sendable {
    /// One of the two, by the name that the asker may see.
    public struct Side: Sendable {
        public let id: RecordID
        public let title: String

        public init(id: RecordID, title: String) {
            self.id = id
            self.title = title
        }
    }

    public let id: RecordID
    public let entity: EntityName
    /// The record that was there first.
    public let record: Side
    public let duplicate: Side
    /// Nil if the asker may not see the fields that it is about.
    public let resemblance: Resemblance?

    public init(id: RecordID, entity: EntityName, record: Side, duplicate: Side, resemblance: Resemblance?) {
        self.id = id
        self.entity = entity
        self.record = record
        self.duplicate = duplicate
        self.resemblance = resemblance
    }
}

/// Some of the open proposals, oldest first.
public struct MergeProposals: Sendable {
    public let proposals: [MergeProposal]
    /// The token of the next page; nil if this is the last.
    public let next: String?

    public init(proposals: [MergeProposal], next: String?) {
        self.proposals = proposals
        self.next = next
    }
}

/// What is asked for when two records are made one.
public struct RecordMerge: Sendable {
    public let entity: EntityName
    /// The record that stays.
    public let survivor: RecordID
    /// The record that goes into the recycle bin.
    public let loser: RecordID
    /// The fields whose values the survivor takes from the other, empty ones included.
    public let taken: [FieldName]
    /// The versions that the person has seen; nil to merge whatever is there.
    public let survivorVersion: Int64?
    public let loserVersion: Int64?

    public init(
        entity: EntityName, survivor: RecordID, loser: RecordID, taken: [FieldName], survivorVersion: Int64?,
        loserVersion: Int64?
    ) {
        self.entity = entity
        self.survivor = survivor
        self.loser = loser
        self.taken = taken
        self.survivorVersion = survivorVersion
        self.loserVersion = loserVersion
    }
}
