// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// One way in which a database is not as its model and its catalogue say.
public struct DriftFinding: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case missingTable = "doctor.D001"
        case missingColumn = "doctor.D002"
        case changedType = "doctor.D003"
        case missingIndex = "doctor.D004"
        case missingSearchTable = "doctor.D005"
        case unknownColumn = "doctor.D006"
        case unknownTable = "doctor.D007"
        case unknownIndex = "doctor.D008"
        /// The catalogue is not what the model asks for.
        case otherCatalogue = "doctor.D009"
        case oldSearchEntries = "doctor.D010"
        case wrongTotals = "doctor.D011"
        case danglingReferences = "doctor.D012"
        case wrongTree = "doctor.D014"
        case damagedFile = "doctor.D013"
        /// They name nobody who is there.
        case idleShares = "doctor.D015"
        /// Another version of the engine made its own tables.
        case otherEngine = "doctor.D016"
    }

    public let kind: Kind
    /// Such as `Account.industry`, or the name of a table or index.
    public let subject: String
    public let message: Wording
    /// What to do about it.
    public let remedy: Wording

    init(_ kind: Kind, _ subject: String, _ message: Wording, _ remedy: Wording) {
        self.kind = kind
        self.subject = subject
        self.message = message
        self.remedy = remedy
    }
}

/// The remedy for what the catalogue or the records allow to be made anew.
let repairRemedy = Wording("Run ‘trellis doctor --repair’.", "请运行 ‘trellis doctor --repair’。")
