// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import PluginKit
import Services
import Testing
import Values

// The page is not public: only the command writes it.
@testable import CommandLineInterface

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The hand-out")
struct HandOutTests {
    private static let root =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func load(_ folder: String) throws -> Model {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(folders: [folder])
        let findings = loading.diagnostics.diagnostics.map(\.message)
        let model = loading.model
        return try #require(model, "\(findings)")
    }

    private func page(_ model: Model, _ language: Language) -> String {
        HandOut(model: model, language: language, otherFile: "other.html").page
    }

    @Test("names every entity, field, option, stage, report and role", arguments: Language.allCases)
    func namesEverything(language: Language) throws {
        let model = try load(Self.root + "/verticals/insurance")
        let texts = try PageReader(page(model, language)).texts
        var labels: [Label] = []
        for entity in model.entities.values {
            labels.append(entity.label)
            labels += entity.fields.values.flatMap { [$0.label] + $0.options.map(\.label) }
            labels += entity.rules.map(\.message) + entity.list.filters.map(\.label)
        }
        for pipeline in model.pipelines.values { labels += [pipeline.label] + pipeline.stages.map(\.label) }
        labels += model.roles.values.map(\.label) + model.reports.values.map(\.label)
        labels += model.reports.values.flatMap { $0.measures.map(\.label) + $0.dimensions.map(\.label) }
        labels += model.parameters.values.map(\.label) + model.imports.values.map(\.label)
        labels += model.time.automations.values.map(\.label) + model.pipelines.values.flatMap(\.approvals).map(\.label)
        labels += model.analysis.metrics.values.map(\.label) + model.analysis.dashboards.values.map(\.label)
        labels += model.structures.reservations.values.map(\.label) + model.structures.ledgers.values.map(\.label)
        labels += model.structures.snapshots.values.map(\.label)
        #expect(labels.count > 500)
        let missing = labels.map { $0[language] }.filter { !texts.contains($0) }
        #expect(missing == [])
    }

    @Test("is well-formed, every anchor is there once, and every link leads somewhere", arguments: Language.allCases)
    func links(language: Language) throws {
        let reader = try PageReader(page(load(Self.root + "/verticals/insurance"), language))
        #expect(reader.drawings > 20)
        #expect(Set(reader.anchors).count == reader.anchors.count)
        let lost = reader.links.filter { $0 != "other.html" && !reader.anchors.contains(String($0.dropFirst())) }
        #expect(lost == [])
        #expect(reader.links.contains("other.html"))
    }

    @Test("says who approves, who may claim, what is held, and what is measured", arguments: Language.allCases)
    func structures(language: Language) throws {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions).load(texts: [(path: "pack.xml", text: pianoHall)])
        let reader = try PageReader(page(try #require(loading.model), language))
        let said =
            language == .english
            ? [
                "Approvals", "Fee", "Held → Hired", "Kept whole", "Piano", "Lapse", "the end of Piano",
                "moves it to Wished",
                "Takings", "Per hire", "takings div hires", ". Who may claim: ", "; it ends by itself at ",
                "Held by one record at a time of ", "Paid", "told from outside: ", "Opens", "Parts", "Stock",
                ", which never falls below ", "every month on day 5", "tells in percent",
            ]
            : [
                "审批", "费用审批", "预留 → 已租", "数据保护", "钢琴预留", "失效", "到期：钢琴预留", "移至：意向", "收入", "单均",
                "takings div hires", "可认领角色：", "；自动到期：", "同一时间仅可被一条记录占用：", "外部事件：", "每月5日",
            ]
        for text in said { #expect(reader.texts.contains { $0.contains(text) }, "\(text)") }
    }

    @Test("needs no network and no scripts", arguments: Language.allCases)
    func selfContained(language: Language) throws {
        let page = try page(load(Self.root + "/verticals/core"), language)
            .replacing("http://www.w3.org/2000/svg", with: "")
        for word in ["http:", "https:", "<script", "<link", "src=", "@import", "url("] { #expect(!page.contains(word)) }
    }

    @Test("shows a label that looks like markup as it is written", arguments: Language.allCases)
    func hostileLabel(language: Language) throws {
        let hostile = "</td><script>alert('1')</script>\"&amp;"
        let written = "&lt;/td&gt;&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt;&quot;&amp;amp;"
        let folder = FileManager.default.temporaryDirectory.path + "/hostile-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func label(_ element: String) -> String {
            "<\(element)>\(written)</\(element)><\(element) xml:lang=\"zh-Hans\">\(written)</\(element)>"
        }
        let pack = """
            <pack xmlns="urn:trellis:pack:1" id="hostile" version="1.0.0">\(label("label"))
            <entity id="Thing" title="name">\(label("label"))\(label("plural"))
            <field id="name" type="text" required="true">\(label("label"))\(label("help"))</field>
            <rule id="r" test="name ne 'x'">\(label("label"))</rule>
            </entity>
            <pipeline id="way" entity="Thing" field="stage">\(label("label"))
            <stage id="a">\(label("label"))</stage><stage id="b" category="won">\(label("label"))</stage>
            <transition from="a" to="b">\(label("label"))</transition></pipeline>
            <role id="all">\(label("label"))<allow entity="Thing" read="all"/></role>
            </pack>
            """
        try pack.write(toFile: folder + "/pack.xml", atomically: true, encoding: .utf8)
        let page = try page(load(folder), language)
        #expect(!page.contains("<script"))
        #expect(try PageReader(page).texts.contains(hostile))
    }

    @Test("says an expression with labels and options instead of names")
    func readable() throws {
        let model = try load(Self.root + "/verticals/insurance")
        let conditions = model.entities.values.flatMap { $0.rules.map(\.condition) + $0.list.filters.map(\.condition) }
        let condition = try #require(conditions.first { $0.source.contains("status eq '") })
        let english = ReadableExpression(model: model, language: .english).sentence(condition)
        let chinese = ReadableExpression(model: model, language: .chinese).sentence(condition)
        #expect(english.contains("Status = “") || english.contains("tatus = “"))
        #expect(!english.contains(" eq ") && !chinese.contains(" eq "))
        #expect(english != chinese)
    }
}

/// What a page says and where it leads, read by a parser of XML, which refuses what is not well-formed.
private final class PageReader: NSObject, XMLParserDelegate {
    private(set) var texts: Set<String> = []
    private(set) var anchors: [String] = []
    private(set) var links: [String] = []
    private(set) var drawings = 0
    private var words: [String] = []

    init(_ page: String) throws {
        super.init()
        let parser = XMLParser(data: Data(page.replacing("<!DOCTYPE html>", with: "").utf8))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        keep()
        if name == "svg" { drawings += 1 }
        if let id = attributes["id"] { anchors.append(id) }
        if let target = attributes["href"] { links.append(target) }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { words.append(text) }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        keep()
    }

    private func keep() {
        let text = words.joined()
        texts.insert(text)
        texts.insert(text.trimmingCharacters(in: .whitespaces))
        words = []
    }
}
