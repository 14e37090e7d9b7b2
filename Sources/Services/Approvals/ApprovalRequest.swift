// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// An approval that somebody asked for, and what came of it.
public struct ApprovalRequest: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        /// Somebody is asked.
        case waiting
        /// Everybody said yes; the record was not moved yet.
        case granted
        /// The record was moved and is where it was approved to be.
        case moved
        case rejected
        case withdrawn
        /// The record went another way, or on.
        case over

        /// The request still counts for the move.
        public var isOpen: Bool { self == .waiting || self == .granted }
    }

    public let id: RecordID
    public let entity: EntityName
    public let record: RecordID
    public let pipeline: PipelineName
    /// The name of the approval in the pipeline.
    public let approval: String
    public let from: StageName
    public let to: StageName
    /// A user; nil if an automation asked.
    public let requester: RecordID?
    public let asked: Instant
    /// Why the record is to be moved.
    public let reason: String?
    /// The steps of the approval that are needed, in their order.
    public let steps: [Int]
    /// Which of them waits; their number if none does.
    public let position: Int
    public let status: Status
    /// Why the record was not moved when everybody had said yes.
    public let obstacles: Label?
    /// In their order.
    public internal(set) var votes: [ApprovalVote] = []

    /// The votes of the step that waits.
    var presentVotes: [ApprovalVote] { votes.filter { $0.step == position && $0.kind == .approved } }
}

/// What a person said to a request.
public struct ApprovalVote: Sendable {
    public enum Kind: String, Sendable {
        case approved, rejected, withdrawn
    }

    public let id: RecordID
    public let request: RecordID
    /// The place among the steps that are needed.
    public let step: Int
    public let actor: RecordID
    /// The person whom the actor stood in for.
    public let absent: RecordID?
    public let kind: Kind
    public let at: Instant
    public let comment: String?
}

/// An approval that a move still needs.
public struct MissingApproval: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// Nobody was asked yet, or not for all that is needed by now.
        case notAsked
        /// Who is asked, how many said yes, and how many have to.
        case waiting(RecordID, roles: [RoleName], given: Int, of: Int)
    }

    public let name: String
    public let label: Label
    /// The steps that are needed.
    public let steps: [Int]
    public let state: State

    public init(name: String, label: Label, steps: [Int], state: State) {
        self.name = name
        self.label = label
        self.steps = steps
        self.state = state
    }
}

/// Who approves in whose place, from one day to another, both included.
public struct Substitute: Sendable, Hashable {
    public let absent: RecordID
    public let substitute: RecordID
    public let from: CalendarDate
    public let until: CalendarDate

    public init(absent: RecordID, substitute: RecordID, from: CalendarDate, until: CalendarDate) {
        self.absent = absent
        self.substitute = substitute
        self.from = from
        self.until = until
    }
}

extension MoveRefusal.Obstacle {
    /// Nothing is wrong but that others have to say yes.
    public var isApproval: Bool { if case .approval = self { true } else { false } }

    /// The way is for other roles.
    public var isOfRoles: Bool { if case .roles = self { true } else { false } }

    /// Others have to say yes, and nobody asked them yet.
    public var isUnasked: Bool { if case .approval(let approval) = self { approval.state == .notAsked } else { false } }
}
