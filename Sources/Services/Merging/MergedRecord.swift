// SPDX-License-Identifier: Apache-2.0
public import Values

/// The other record of a merge, as a timeline names it.
public struct MergedRecord: Sendable {
    public let id: RecordID
    public let title: String
    /// The record of the timeline was merged into this one; otherwise this one was merged into it.
    public let isSurvivor: Bool
    /// It is in the recycle bin.
    public let isDeleted: Bool

    public init(id: RecordID, title: String, isSurvivor: Bool, isDeleted: Bool) {
        self.id = id
        self.title = title
        self.isSurvivor = isSurvivor
        self.isDeleted = isDeleted
    }
}

/// Which record a record was merged with and which of them stayed, as the audit keeps it in the place of a reason.
enum MergeMark: Hashable {
    /// The other one went.
    case took(RecordID)
    /// The other one stayed.
    case into(RecordID)

    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let id = RecordID(parts[1]) else { return nil }
        switch parts[0] {
        case "took": self = .took(id)
        case "into": self = .into(id)
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .took(let id): "took \(id)"
        case .into(let id): "into \(id)"
        }
    }
}
