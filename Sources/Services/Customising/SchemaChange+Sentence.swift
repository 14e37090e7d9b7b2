// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Schemas

/// A change as people read it who know the pages, and not the database.
enum PlanSentence {
    case ofItsOwn(Label)
    /// It serves the speed of the database; how many there are is enough.
    case upkeep(Label)
}

extension SchemaChange {
    func sentence(_ names: PlanNames) -> PlanSentence {
        switch self {
        case .createEngineTable: upkeep("New tables of the engine", "新建引擎内部表")
        case .remakeEngineTable: upkeep("Tables of the engine that are made anew", "重建引擎内部表")
        case .createIndex: upkeep("New indexes", "新建索引")
        case .dropIndex: upkeep("Indexes that go", "删除索引")
        case .createSearchTable: upkeep("New search indexes", "新建搜索索引")
        case .rebuildSearch: upkeep("Search indexes that are filled anew", "重建搜索索引")
        case .addSortColumn: upkeep("New sort keys", "新建排序键")
        case .fillSortKeys: upkeep("Sort keys that are filled anew", "重算排序键")
        case .computeStanding: upkeep("Totals that are computed", "计算汇总")
        case .dropStanding: upkeep("Totals that go", "删除汇总")
        case .buildTree: upkeep("Trees that are built", "构建层级")
        case .fillStructure: upkeep("What follows from the records is worked out", "计算派生内容")
        case .dropStructure: upkeep("What followed from the records goes", "删除派生内容")
        case .createTable(let entity, _): names.said(of: entity, "new entity", "新增实体")
        case .attachEntity(let entity): names.said(of: entity, "attached again, with its records", "重新启用，恢复原有记录")
        case .detachEntity(let entity):
            names.said(of: entity, "detached; its records stay in the database", "停用，记录保留在数据库中")
        case .renameEntity(let from, let to, _): names.said(of: to, "was called \(from)", "由 \(from) 更名")
        case .addRule(let entity, let rule): names.said(of: entity, "new rule \(rule)", "新增规则 \(rule)")
        case .addColumn(let entity, let field, _, _): names.said(of: entity, field, "new field", "新增字段")
        case .renameField(let entity, let from, let to):
            names.said(of: entity, to, "was called \(from)", "由 \(from) 更名")
        case .convertField(let entity, let field, _, _, _):
            names.said(of: entity, field, "another type", "变更类型")
        case .replaceOption(let entity, let field, _, let from, let to):
            names.said(of: entity, field, changingFrom: from, to: to)
        case .renameOption(let entity, let field, _, let from, let to):
            names.said(of: entity, field, "the option \(from) is called \(to) now", "选项 \(from) 更名为 \(to)")
        case .replaceFlag(let entity, let field, _, _, _):
            names.said(of: entity, field, "one option becomes another", "一个选项并入另一个")
        case .fillDefault(let entity, let field, _):
            names.said(of: entity, field, "the default, where it is empty", "为空处填入默认值")
        case .recompute(let entity, let field): names.said(of: entity, field, "computed anew", "重新计算")
        case .requireField(let entity, let field):
            names.said(of: entity, field, "required from now on", "改为必填")
        case .relaxField(let entity, let field): names.said(of: entity, field, "no longer required", "不再必填")
        case .limitField(let entity, let field, _): names.said(of: entity, field, "limited further", "收紧取值范围")
        case .detachField(let entity, let field):
            names.said(of: entity, field, "detached; its values stay in the database", "停用，值保留在数据库中")
        case .attachField(let entity, let field):
            names.said(of: entity, field, "attached again, with its values", "重新启用，恢复原值")
        }
    }

    private func upkeep(_ english: String, _ chinese: String) -> PlanSentence {
        .upkeep(Label(english: english, chinese: chinese))
    }
}
