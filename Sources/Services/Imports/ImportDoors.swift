// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// What became of the rows of a file.
public struct ImportSummary: Sendable, Hashable, Codable {
    /// Rows read, without the heading.
    public var rows = 0
    public var created = 0
    public var updated = 0
    /// The same row, or the same record with the same values, was there already.
    public var unchanged = 0
    public var rejected = 0
    /// Records proposed for merging with one that is probably the same.
    public var proposed = 0
    /// How many rows had each finding, by its code: `field.code`, such as `idNo.checksum`, or `rule.<name>`.
    public var findings: [String: Int] = [:]

    public init() {}
}

/// A run of an import.
public struct ImportRun: Sendable {
    public let batch: RecordID
    public let summary: ImportSummary

    public init(batch: RecordID, summary: ImportSummary) {
        self.batch = batch
        self.summary = summary
    }
}

extension Workspace {
    /// Reads a file by a mapping, row by row; rejected rows go to a file of their own with row, column and reason.
    ///
    /// - Parameter progress: Called with the counts so far, a few times a second at most.
    public func runImport(
        _ name: ImportName, file: String, rejects: String, progress: @escaping @Sendable (ImportSummary) -> Void,
        _ invocation: Invocation
    ) async throws -> ImportRun { preconditionFailure("contract") }

    /// Takes an import back as a whole: records it created go, fields it changed get their old values.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` listing records that were changed by others since; nothing is undone then.
    public func undoImport(_ batch: RecordID, _ invocation: Invocation) async throws -> ImportSummary {
        preconditionFailure("contract")
    }
}
