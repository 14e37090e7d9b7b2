// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Values

// The findings of the engine's own, in both languages.
extension Finding {
    /// A field that cannot do without a value has none.
    public static func required(_ field: Field) -> Finding {
        Finding(
            code: "required", field: field.name,
            message: Label(
                english: "“\(field.label.english)” needs a value.", chinese: "“\(field.label.chinese)”必须填写。"))
    }

    static func unknownField(_ name: FieldName) -> Finding {
        Finding(
            code: "unknownField", field: name,
            message: Label(english: "There is no field “\(name)”.", chinese: "没有字段“\(name)”。"))
    }

    static func readOnly(_ field: Field) -> Finding {
        Finding(
            code: "readOnly", field: field.name,
            message: Label(
                english: "“\(field.label.english)” cannot be written.", chinese: "“\(field.label.chinese)”不能修改。"))
    }

    static func moveInstead(_ field: Field) -> Finding {
        Finding(
            code: "stage", field: field.name,
            message: Label(
                english: "“\(field.label.english)” is changed by moving the record to another stage.",
                chinese: "“\(field.label.chinese)”只能通过移动阶段来修改。"))
    }

    static func notInPipeline(_ pipeline: Pipeline) -> Finding {
        Finding(
            code: "pipeline", field: pipeline.field,
            message: Label(
                english: "The record does not go through “\(pipeline.label.english)”.",
                chinese: "该记录不走“\(pipeline.label.chinese)”流程。"))
    }

    static func unknownRecord(_ field: Field) -> Finding {
        Finding(
            code: "unknownRecord", field: field.name,
            message: Label(
                english: "“\(field.label.english)” points to a record that is not there.",
                chinese: "“\(field.label.chinese)”引用的记录不存在。"))
    }

    static func notUnique(_ field: FieldName, label: Label?) -> Finding {
        Finding(
            code: "notUnique", field: field,
            message: Label(
                english: "Another record has this “\(label?.english ?? field.rawValue)”.",
                chinese: "已有其他记录使用这个“\(label?.chinese ?? field.rawValue)”。"))
    }

    /// What the pack says of it, and what is the same, field by field in their order.
    static func notUnique(_ combination: UniqueCombination, of entity: Entity) -> Finding {
        let labels = combination.fields.compactMap { entity.fields[$0]?.label }
        let english = labels.map { "“\($0.english)”" }.joined(separator: " and ")
        let chinese = labels.map { "“\($0.chinese)”" }.joined(separator: "和")
        let fact = Label(
            english: "Another record has the same \(english).", chinese: "已有其他记录的\(chinese)与此相同。")
        let sentence =
            combination.message.map {
                Label(english: "\($0.english) \(fact.english)", chinese: $0.chinese + fact.chinese)
            } ?? fact
        return Finding(code: "unique.\(combination.name)", field: combination.fields.last, message: sentence)
    }

    static func referred(by entity: Entity, count: Int) -> Finding {
        Finding(
            code: "referred", field: nil,
            message: Label(
                english: "\(count) × \(entity.label.english) still refer to it.",
                chinese: "仍有\(count)条“\(entity.label.chinese)”引用它。"))
    }

    /// Records that refer to one that goes away, and that the asker may not change.
    static func mayNotChange(_ entity: Entity, count: Int) -> Finding {
        Finding(
            code: "missingRight", field: nil,
            message: Label(
                english: "\(count) × \(entity.label.english) refer to it, and your roles do not let you change them.",
                chinese: "有\(count)条“\(entity.label.chinese)”引用它，而您的角色不能修改它们。"))
    }

    /// The record above stands below this one already.
    static func circle(_ field: Field, _ title: String) -> Finding {
        Finding(
            code: "circle", field: field.name,
            message: Label(
                english: "“\(field.label.english)” cannot be “\(title)”, which is this record or stands below it. "
                    + "Choose another, or move that one first.",
                chinese: "“\(field.label.chinese)”不能是“\(title)”：它就是本记录，或位于本记录之下。请另选一个，或先移动它。"))
    }

    /// What stands in a move's way, told where no move was asked for.
    init(_ obstacle: MoveRefusal.Obstacle, in entity: Entity) {
        if case .missing(let name) = obstacle, let field = entity.fields[name] {
            self = .required(field)
            return
        }
        self.init(code: obstacle.code, field: obstacle.field, message: obstacle.label)
    }

    static func rule(_ rule: ValidationRule) -> Finding {
        Finding(code: "rule.\(rule.name)", field: rule.field, message: rule.message)
    }

    init(_ fault: FieldFault, _ field: FieldName) {
        self.init(code: fault.code, field: field, message: fault.message)
    }
}
