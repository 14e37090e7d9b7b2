// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Values

/// What a path names, looked up in the model for one asker.
enum Resource: Sendable {
    case service, metadata, batch, openAPI
    /// `$entity`, whose record stands in the option `$id`.
    case entity
    case reports
    case report(ReportName)
    case reportFile(ReportName, ReportFileFormat)
    case metrics
    case metric(MetricName)
    case goals
    /// What outside systems tell.
    case events
    case mergeProposals(EntityName)
    case records(RecordSet)
    case count(RecordSet)
    case references(RecordSet)
    case record(RecordAddress)
    case reference(RecordAddress)
    /// What no field of the record refers to at present.
    case nothing
    case property(RecordAddress, Field)
    case value(RecordAddress, Field)
    case operation(RecordAddress, Operation)

    /// The records of an entity, or those that refer to one record.
    struct RecordSet: Sendable {
        let entity: EntityName
        var parent: Parent?

        struct Parent: Sendable {
            let field: FieldName
            let id: RecordID
        }
    }

    /// One record by its key, or one that is to have values that no other has.
    struct RecordAddress: Sendable {
        let entity: EntityName
        /// Nil if no record has the values of ``alternate`` yet.
        let id: RecordID?
        /// Empty if the record is addressed by its own key.
        var alternate: [FieldName: Value] = [:]
    }

    enum Operation: Sendable {
        case move, moves, merge, refuseMerge, claim, release, askApproval, approve, reject, withdrawApproval, approvals
        case share, unshare, shares, reveal
        /// Into a stage of a pipeline.
        case enter(PipelineName, StageName)
    }

    /// The methods that the resource answers.
    var methods: [String] {
        switch self {
        case .service, .metadata, .openAPI, .entity, .count, .mergeProposals, .reports, .report, .reportFile, .metrics,
            .metric, .goals, .references,
            .reference,
            .nothing, .value:
            ["GET", "HEAD"]
        case .batch: ["POST"]
        case .events: ["GET", "HEAD", "POST"]
        case .records: ["GET", "HEAD", "POST"]
        case .record: ["GET", "HEAD", "PATCH", "PUT", "DELETE"]
        case .property(_, let field): field.isWritable ? ["GET", "HEAD", "PUT", "DELETE"] : ["GET", "HEAD"]
        case .operation(_, .moves), .operation(_, .approvals), .operation(_, .shares): ["GET", "HEAD"]
        case .operation: ["POST"]
        }
    }
}
