// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Values

/// What people call the things that a plan names.
struct PlanNames {
    /// The first that knows a name tells its label.
    let models: [Model]

    /// A sentence about an entity.
    func said(of entity: String, _ english: String, _ chinese: String) -> PlanSentence {
        .ofItsOwn(sentence(label(of: entity), english, chinese))
    }

    /// A sentence about a field.
    func said(of entity: String, _ field: String, _ english: String, _ chinese: String) -> PlanSentence {
        let (entity, field) = (label(of: entity), found(entity, field)?.label ?? Label(english: field, chinese: field))
        let subject = Label(
            english: "\(entity.english) · \(field.english)", chinese: "\(entity.chinese) · \(field.chinese)")
        return .ofItsOwn(sentence(subject, english, chinese))
    }

    /// A sentence about a field of records whose option or stage is gone.
    func said(of entity: String, _ field: String, changingFrom old: String, to new: String) -> PlanSentence {
        let (old, new) = (option(entity, field, old), option(entity, field, new))
        return said(
            of: entity, field, "\(old.english) becomes \(new.english)", "由“\(old.chinese)”改为“\(new.chinese)”")
    }

    func delivery(_ seed: SeedDelivery) -> Label {
        sentence(
            label(of: seed.entity),
            "records of the pack \(seed.pack): \(seed.new) new, \(seed.changed) changed, \(seed.left) no longer "
                + "delivered, which stay",
            "包 \(seed.pack) 自带的记录，新增 \(seed.new) 条，变更 \(seed.changed) 条，不再提供 \(seed.left) 条（保留）")
    }

    private func sentence(_ subject: Label, _ english: String, _ chinese: String) -> Label {
        Label(english: "\(subject.english): \(english)", chinese: "\(subject.chinese)：\(chinese)")
    }

    private func label(of entity: String) -> Label {
        models.lazy.compactMap { $0.entities[EntityName(entity)]?.label }.first
            ?? Label(english: entity, chinese: entity)
    }

    private func found(_ entity: String, _ field: String) -> Field? {
        models.lazy.compactMap { $0.entities[EntityName(entity)]?.fields[FieldName(field)] }.first
    }

    /// An option, or a stage, which the field of a pipeline keeps.
    private func option(_ entity: String, _ field: String, _ name: String) -> Label {
        if let option = found(entity, field)?.options.first(where: { $0.name == name }) { return option.label }
        let stages = models.lazy.compactMap { model in
            model.pipelines(of: EntityName(entity))[FieldName(field)]?.stage(StageName(name))?.label
        }
        return stages.first ?? Label(english: name, chinese: name)
    }
}
