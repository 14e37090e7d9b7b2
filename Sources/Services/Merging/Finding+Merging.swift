// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

// What stands in the way of a merge.
extension Finding {
    static let mayNotKeep = Finding(
        code: "missingRight", field: nil,
        message: Label(
            english: "Your roles do not let you change the record that is kept.", chinese: "您的角色不能修改要保留的记录。"))

    static let mayNotRemove = Finding(
        code: "missingRight", field: nil,
        message: Label(
            english: "Your roles do not let you delete the record that is merged into the other.",
            chinese: "您的角色不能删除被合并的记录。"))

    /// The same finding, naming the record that it is about.
    func about(_ title: String, _ entity: Entity?) -> Finding {
        Finding(
            code: code, field: nil,
            message: Label(
                english: "\(entity?.label.english ?? "") “\(title)”: \(message.english)",
                chinese: "\(entity?.label.chinese ?? "")“\(title)”：\(message.chinese)"))
    }
}
