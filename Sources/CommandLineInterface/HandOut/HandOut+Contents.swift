// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// The table of contents.
    var contents: Markup {
        let entities = model.packs.compactMap { pack -> Markup? in
            let own = model.entities.values.filter { $0.pack == pack.name }
            guard !own.isEmpty else { return nil }
            return group(pack.label[language], own.map { Anchor.entity($0.name).link($0.label[language]) })
        }
        let groups: [(String, [Markup])] = [
            (
                words("Pipelines", "流程"),
                model.pipelines.values.map { Anchor.pipeline($0.name).link($0.label[language]) }
            ),
            (words("Reports", "报表"), model.reports.values.map { Anchor.report($0.name).link($0.label[language]) }),
            (words("Roles", "角色"), model.roles.values.map { Anchor.role($0.name).link($0.label[language]) }),
        ]
        let others = [
            (!model.time.events.isEmpty, Anchor.events.link(words("What other systems tell", "外部系统事件"))),
            (!model.time.automations.isEmpty, Anchor.automations.link(words("What happens by itself", "自动化"))),
            (!model.analysis.metrics.isEmpty, Anchor.metrics.link(words("Metrics and goals", "指标与目标"))),
            (!model.analysis.dashboards.isEmpty, Anchor.dashboards.link(words("Dashboards", "仪表盘"))),
            (!model.imports.isEmpty, Anchor.imports.link(words("Imports", "导入"))),
            (!model.parameters.isEmpty, Anchor.parameters.link(words("Parameters", "参数"))),
        ].filter(\.0).map(\.1)
        let further = groups.filter { !$0.1.isEmpty }.map { group($0.0, $0.1) }
        return .element(
            "nav", ["class": "contents"],
            [
                .element("h2", words("Contents", "目录")),
                .element("p", [:], [Anchor.overview.link(words("How the records hang together", "记录之间的关系"))]),
            ] + entities + further + [others.isEmpty ? .empty : group(words("More", "其他"), others)])
    }

    private func group(_ heading: String, _ links: [Markup]) -> Markup {
        .element(
            "div", ["class": "group"],
            [
                .element("h3", heading), .element("ul", [:], links.map { .element("li", [:], [$0]) }),
            ])
    }
}
