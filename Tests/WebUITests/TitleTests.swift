// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

@Suite("Names of records on pages")
struct TitleTests {
    /// A key as a person would see it.
    private static var key: Regex<Substring> { /[0-9a-f]{8}-[0-9a-f]{4}-/ }

    /// Where the records of the garden stand.
    private struct Garden {
        let site: SignedInSite
        let secretBed: RecordID
        let note: RecordID

        static func make(_ language: Language = .english) async throws -> Garden {
            let site = try await SignedInSite.make(gardenDiary, role: "helper", language: language)
            let secret = try await site.add("Bed", ["name": .text("Poppies"), "isSecret": .boolean(true)])
            let bed = try await site.add("Bed", ["name": .text("Roses"), "isSecret": .boolean(false)])
            let tool = try await site.add("Tool", ["kind": .text("spade")])
            let visit = try await site.add("Visit", ["bed": .identifier(bed)])
            let vault = try await site.add("Vault", ["code": .text("1234")])
            let note = try await site.add(
                "Note",
                [
                    "text": .text("First"), "bed": .identifier(secret), "tool": .identifier(tool),
                    "visit": .identifier(visit), "vault": .identifier(vault),
                ])
            _ = try await site.add("Note", ["text": .text("Second"), "bed": .identifier(bed)])
            return Garden(site: site, secretBed: secret, note: note)
        }
    }

    @Test(
        "never are keys: what may not be seen is said to be so, in both languages",
        arguments: [(Language.english, "(not visible to you)"), (.chinese, "（对您不可见）")],
        ["/", "/list/Note", "/board/desk", "/report/notesByBed"])
    func hidden(expected: (Language, String), path: String) async throws {
        let text = try await Garden.make(expected.0).site.words(path)
        #expect(text.contains(expected.1))
        #expect(!text.contains("Poppies") && !text.contains("1234"))
        #expect(text.firstMatch(of: Self.key) == nil)
    }

    @Test("lead to no page that would say that the record is not there")
    func noLink() async throws {
        let garden = try await Garden.make()
        let page = try await garden.site.page("/record/Note/\(garden.note)")
        #expect(!page.contains("/record/Bed/\(garden.secretBed)") && !page.contains("/record/Vault/"))
        #expect(page.contains("(not visible to you)"))
    }

    @Test(
        "are the labels of choices and the names of other records",
        arguments: [
            (Language.english, "Spade"), (.chinese, "铁锹"),
        ])
    func labels(language: Language, spade: String) async throws {
        let garden = try await Garden.make(language)
        for path in ["/list/Note", "/record/Note/\(garden.note)", "/choices/Tool", "/report/notesByTool"] {
            let text = try await garden.site.words(path)
            #expect(text.contains(spade) && !text.contains("spade"), "\(path)")
        }
        for path in ["/list/Note", "/record/Note/\(garden.note)", "/choices/Visit"] {
            #expect(try await garden.site.words(path).contains("Roses"), "\(path)")
        }
    }

    @Test("are said in the history, whether they can be seen or not")
    func history() async throws {
        let garden = try await Garden.make()
        let text = try await garden.site.words("/record/Note/\(garden.note)")
        let timeline = try #require(text.split(separator: "Timeline").last)
        #expect(timeline.contains("Spade") && timeline.contains("Roses") && timeline.contains("(not visible to you)"))
        #expect(timeline.firstMatch(of: Self.key) == nil)
    }

    @Test("stand in a form that a link opens for a record that belongs to another")
    func form() async throws {
        let garden = try await Garden.make()
        let tool = try await garden.site.add("Tool", ["kind": .text("rake")])
        #expect(try await garden.site.page("/new/Note?tool=\(tool)").contains("value=\"Rake\""))
    }

    @Test("say that there is none where the field that names a record is empty")
    func untitled() async throws {
        let garden = try await Garden.make()
        _ = try await garden.site.add("Tool", [:])
        #expect(try await garden.site.words("/choices/Tool").contains("(no title)"))
    }
}

private let gardenDiary = """
    <pack xmlns="urn:trellis:pack:1" id="diary" version="1.0.0">
      <label>Diary</label><label xml:lang="zh-Hans">日记</label>
      <entity id="Bed" title="name">
        <label>Bed</label><label xml:lang="zh-Hans">花坛</label><plural>Beds</plural><plural xml:lang="zh-Hans">花坛</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="isSecret" type="boolean"><label>Secret</label><label xml:lang="zh-Hans">秘密</label></field>
      </entity>
      <entity id="Vault" title="code">
        <label>Vault</label><label xml:lang="zh-Hans">保险柜</label><plural>Vaults</plural><plural xml:lang="zh-Hans">保险柜</plural>
        <field id="code" type="text"><label>Code</label><label xml:lang="zh-Hans">密码</label></field>
      </entity>
      <entity id="Tool" title="kind">
        <label>Tool</label><label xml:lang="zh-Hans">工具</label><plural>Tools</plural><plural xml:lang="zh-Hans">工具</plural>
        <field id="kind" type="choice"><label>Kind</label><label xml:lang="zh-Hans">种类</label>
          <option id="spade"><label>Spade</label><label xml:lang="zh-Hans">铁锹</label></option>
          <option id="rake"><label>Rake</label><label xml:lang="zh-Hans">耙子</label></option>
        </field>
        <list columns="createdAt"/>
      </entity>
      <entity id="Visit" title="bed">
        <label>Visit</label><label xml:lang="zh-Hans">到访</label><plural>Visits</plural><plural xml:lang="zh-Hans">到访</plural>
        <field id="bed" type="reference" to="Bed"><label>Bed</label><label xml:lang="zh-Hans">花坛</label></field>
      </entity>
      <entity id="Note" title="text">
        <label>Note</label><label xml:lang="zh-Hans">笔记</label><plural>Notes</plural><plural xml:lang="zh-Hans">笔记</plural>
        <field id="text" type="text"><label>Text</label><label xml:lang="zh-Hans">内容</label></field>
        <field id="bed" type="reference" to="Bed"><label>Bed</label><label xml:lang="zh-Hans">花坛</label></field>
        <field id="tool" type="reference" to="Tool"><label>Tool</label><label xml:lang="zh-Hans">工具</label></field>
        <field id="visit" type="reference" to="Visit"><label>Visit</label><label xml:lang="zh-Hans">到访</label></field>
        <field id="vault" type="reference" to="Vault"><label>Vault</label><label xml:lang="zh-Hans">保险柜</label></field>
        <list columns="text bed tool visit vault" order="text"/>
      </entity>
      <pipeline id="desk" entity="Note" field="stage" card="bed vault tool visit">
        <label>Desk</label><label xml:lang="zh-Hans">书桌</label>
        <stage id="open" category="open"><label>Open</label><label xml:lang="zh-Hans">未结</label></stage>
      </pipeline>
      <report id="notesByBed" entity="Note">
        <label>Notes by bed</label><label xml:lang="zh-Hans">各花坛的笔记</label>
        <group id="bed" by="bed"><label>Bed</label><label xml:lang="zh-Hans">花坛</label></group>
        <measure id="count" count="true"><label>Notes</label><label xml:lang="zh-Hans">笔记数</label></measure>
      </report>
      <report id="notesByTool" entity="Note">
        <label>Notes by tool</label><label xml:lang="zh-Hans">各工具的笔记</label>
        <group id="tool" by="tool"><label>Tool</label><label xml:lang="zh-Hans">工具</label></group>
        <measure id="count" count="true"><label>Notes</label><label xml:lang="zh-Hans">笔记数</label></measure>
      </report>
      <role id="helper"><label>Helper</label><label xml:lang="zh-Hans">帮手</label>
        <allow entity="Bed" read="isSecret ne true"/>
        <allow entity="Tool" read="all"/>
        <allow entity="Visit" read="all"/>
        <allow entity="Note" read="all" create="all" update="all"/>
        <home><list entity="Note"/></home>
      </role>
    </pack>
    """
