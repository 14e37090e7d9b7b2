// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// A model as a page for the people of the trade, in one language: what records there are, how they move, who may do what.
struct HandOut {
    let model: Model
    let language: Language
    /// The file with the same in the other language, as the page links to it; nil if there is none.
    let otherFile: String?

    /// The page as a file that needs nothing else.
    var page: String {
        let body: [Markup] =
            [cover, contents, overview] + entities + pipelines
            + [events, automations, metrics, reports, dashboards, roles, imports, parameters]
        let head: [Markup] = [
            .element("meta", ["charset": "utf-8"]),
            .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .element("title", title), .style(Self.styleSheet),
        ]
        let page = Markup.element(
            "html", ["lang": language.rawValue],
            [.element("head", [:], head), .element("body", [:], [.element("main", [:], body)])])
        return "<!DOCTYPE html>\n" + page.source + "\n"
    }

    /// The same words in the language of the page.
    func words(_ english: String, _ chinese: String) -> String { language.words(english, chinese) }

    /// Several words as people write a list.
    func list(_ words: [String]) -> String { words.joined(separator: self.words(", ", "、")) }

    private var title: String {
        let names = model.packs.last.map { $0.label[language] } ?? ""
        return words("\(names): hand-out", "\(names)：说明书")
    }

    private var cover: Markup {
        let packs = model.packs.map { pack in
            Markup.element(
                "li", [:],
                [
                    .element("span", ["class": "swatch pack\(packNumber(pack.name))"]),
                    .text(pack.label[language] + " "),
                    .element("code", "\(pack.name) \(pack.version)"),
                ])
        }
        let other = otherFile.map { file in
            Markup.element(
                "p", ["class": "language"],
                [
                    .element(
                        "a", ["href": file, "hreflang": language == .english ? "zh-Hans" : "en"],
                        words("中文版", "English version"))
                ])
        }
        return .element(
            "header", ["class": "cover"],
            [
                other ?? .empty,
                .element("h1", model.packs.last?.label[language] ?? ""),
                .element(
                    "p", ["class": "lead"],
                    words(
                        "What records this system keeps, the stages they go through, and who may do what with them.",
                        "本系统保存哪些记录、记录经过哪些阶段、谁可以对记录做什么。")),
                .element("ul", ["class": "packs"], packs),
                .element(
                    "p", ["class": "counts"],
                    list([
                        counted(model.entities.count, ("entity", "entities"), "个实体"),
                        counted(model.pipelines.count, ("pipeline", "pipelines"), "条流程"),
                        counted(model.reports.count, ("report", "reports"), "张报表"),
                        counted(model.roles.count, ("role", "roles"), "个角色"),
                    ])),
            ])
    }

    private func counted(_ number: Int, _ english: (one: String, many: String), _ chinese: String) -> String {
        words("\(number) \(number == 1 ? english.one : english.many)", "\(number) \(chinese)")
    }

    /// The number of a pack's colour.
    func packNumber(_ name: PackName) -> Int { (model.packs.firstIndex { $0.name == name } ?? 0) % 6 }

    /// A heading that contents and other places lead to.
    func section(_ anchor: Anchor, _ heading: String, note: String? = nil, _ children: [Markup]) -> Markup {
        let small = note.map { Markup.element("small", [:], [.text(" "), .element("code", $0)]) } ?? .empty
        return .element(
            "section", ["id": anchor.name], [.element("h2", [:], [.text(heading), small])] + children)
    }

    /// A table with a heading for each column.
    func table(_ headings: [String], _ rows: [[Markup]], style: String = "") -> Markup {
        guard !rows.isEmpty else { return .empty }
        let head = Markup.element("tr", [:], headings.map { .element("th", $0) })
        let body = rows.map { row in
            Markup.element(
                "tr", [:], zip(headings, row).map { Markup.element("td", ["data-heading": $0], [$1]) })
        }
        return .element(
            "table", ["class": style], [.element("thead", [:], [head]), .element("tbody", [:], body)])
    }

    /// An expression in words, with what the pack says beside it for those who write packs.
    func readable(_ expression: TypedExpression, of entity: EntityName) -> Markup {
        let sentence = ReadableExpression(model: model, language: language).sentence(expression)
        return .element("span", ["class": "condition", "title": expression.source], sentence)
    }
}

/// A place in the page.
enum Anchor {
    case overview, reports, roles, imports, parameters, automations, events, metrics, dashboards
    case entity(EntityName)
    case field(EntityName, FieldName)
    case pipeline(PipelineName)
    case report(ReportName)
    case role(RoleName)
    case automation(AutomationName)
    case metric(MetricName)

    var name: String {
        switch self {
        case .overview: "overview"
        case .reports: "reports"
        case .roles: "roles"
        case .imports: "imports"
        case .parameters: "parameters"
        case .automations: "automations"
        case .events: "events"
        case .metrics: "metrics"
        case .dashboards: "dashboards"
        case .entity(let name): "entity-\(name)"
        case .field(let entity, let field): "field-\(entity)-\(field)"
        case .pipeline(let name): "pipeline-\(name)"
        case .report(let name): "report-\(name)"
        case .role(let name): "role-\(name)"
        case .automation(let name): "automation-\(name)"
        case .metric(let name): "metric-\(name)"
        }
    }

    /// A link to the place.
    func link(_ text: String) -> Markup { .element("a", ["href": "#\(name)"], text) }
}
