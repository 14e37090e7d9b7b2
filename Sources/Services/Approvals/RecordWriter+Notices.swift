// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// Who is told of approvals.
extension RecordWriter {
    /// Tells the people whom the present step asks.
    func tellApprovers(of asked: ApprovalRequest) throws {
        guard let approval = request.model.pipelines[asked.pipeline]?.approval(asked.approval),
            let step = approval.step(of: asked)
        else { return }
        let approvers = Approvers(
            request: asked, step: step, book: ApprovalBook(transaction), today: request.calendar.today)
        try tell(try approvers.people(), about: asked, Label(approval, "Your approval is asked for", "请您审批", nil))
    }

    /// Tells people something about the record of a request.
    func tell(_ people: [RecordID?], about asked: ApprovalRequest, _ text: Label) throws {
        try tell(
            people.compactMap(\.self), about: RecordReference(entity: asked.entity, id: asked.record),
            because: "approval.\(asked.approval)", text)
    }
}

extension Label {
    /// What happened to an approval, with what somebody said to it.
    init(_ approval: Approval, _ english: String, _ chinese: String, _ comment: String?) {
        let remark = comment.map { " – \($0)" } ?? ""
        self.init(
            english: "\(english): \(approval.label.english)\(remark)",
            chinese: "\(chinese)：\(approval.label.chinese)\(remark)")
    }
}
