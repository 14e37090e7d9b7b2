// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// The drawing of all entities, then a key of its colours.
    var overview: Markup {
        let chart = EntityDiagram(model: model, language: language)
        return section(
            .overview, words("How the records hang together", "记录之间的关系"),
            [
                .element(
                    "p", ["class": "help"],
                    words(
                        "An arrow leads from records to those they refer to. Colours show the pack; each name leads to its chapter.",
                        "箭头从引用方指向被引用方；颜色表示所属包；点击名称可跳到相应章节。")),
                chart.drawn,
            ])
    }

    /// A chapter for each entity, in the order of the packs.
    var entities: [Markup] {
        model.packs.flatMap { pack in model.entities.values.filter { $0.pack == pack.name } }.map(chapter)
    }

    private func chapter(_ entity: Entity) -> Markup {
        let pack = model.packs.first { $0.name == entity.pack }?.label[language] ?? entity.pack.rawValue
        let title = entity.fields[entity.titleField]?.label[language] ?? entity.titleField.rawValue
        let about = words(
            "Part of “\(pack)”. In lists: \(entity.pluralLabel.english). A record is named by its field “\(title)”.",
            "属于“\(pack)”。记录以字段“\(title)”命名。")
        let sharing = words("Single records can be shared. ", "单条记录可以共享。")
        return section(
            .entity(entity.name), entity.label[language], note: entity.name.rawValue,
            [
                .element("p", ["class": "help"], (entity.isShareable ? sharing : "") + about),
                NeighbourDiagram(model: model, language: language, entity: entity).drawn,
                part(words("Fields", "字段"), fieldTable(entity)),
                part(words("Rules", "规则"), ruleTable(entity)),
                part(words("Kept whole", "数据保护"), structures(entity)),
                part(words("Related records", "相关记录"), relationshipTable(entity)),
                part(words("Ready-made filters", "预设筛选"), filterTable(entity)),
                part(
                    words("Pipelines", "流程"),
                    .joined(
                        model.pipelines.values.filter { $0.entity == entity.name }
                            .map { Anchor.pipeline($0.name).link($0.label[language]) }, list(["", ""]))),
            ])
    }

    private func part(_ heading: String, _ content: Markup) -> Markup {
        content.source.isEmpty ? .empty : .joined([.element("h3", heading), content])
    }

    private func ruleTable(_ entity: Entity) -> Markup {
        let rows = entity.rules.map { rule -> [Markup] in
            let effect =
                switch rule.severity {
                case .error: words("refused", "拒绝保存")
                case .warning: words("told, and saved", "提示后仍保存")
                }
            return [
                readable(rule.condition, of: entity.name), .text(rule.message[language]),
                .text(rule.field.map { entity.fields[$0]?.label[language] ?? $0.rawValue } ?? words("record", "整条记录")),
                .text(effect),
            ]
        }
        return table(
            [
                words("Must be true", "必须成立"), words("Otherwise people read", "否则提示"),
                words("At", "位置"), words("Then it is", "处理"),
            ], rows)
    }

    private func relationshipTable(_ entity: Entity) -> Markup {
        let rows = entity.relationships.values.map { relationship -> [Markup] in
            let other = model.entities[relationship.entity]
            let field = other?.fields[relationship.field]
            return [
                .text(relationship.label[language]),
                Anchor.entity(relationship.entity).link(other?.label[language] ?? relationship.entity.rawValue),
                Anchor.field(relationship.entity, relationship.field)
                    .link(field?.label[language] ?? relationship.field.rawValue),
                .text(fate(field?.reference?.deletion)),
            ]
        }
        return table(
            [
                words("Name", "名称"), words("Records of", "记录"), words("That refer by", "通过字段"),
                words("If this record is deleted", "删除本记录时"),
            ], rows)
    }

    /// What becomes of the records that refer.
    func fate(_ deletion: Reference.Deletion?) -> String {
        switch deletion {
        case .restrict: words("it cannot be while they are there", "有相关记录时不可删除")
        case .clear: words("they stay, without it", "相关记录保留，引用清空")
        case .cascade: words("they are deleted with it", "相关记录一并删除")
        case nil: ""
        }
    }

    private func filterTable(_ entity: Entity) -> Markup {
        table(
            [words("Filter", "筛选"), words("Shows records with", "显示满足条件的记录")],
            entity.list.filters.map {
                [.text($0.label[language]), readable($0.condition, of: entity.name)]
            })
    }
}
