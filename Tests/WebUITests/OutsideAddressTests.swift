// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@testable import WebUI

@Suite("Addresses outside of the site")
struct OutsideAddressTests {
    private static let types = FieldTypeTable(FieldType.builtIn)

    @Test(
        "are web pages, mailboxes and telephones",
        arguments: [
            ("url", "https://example.com/a?b=c", "https://example.com/a?b=c"),
            ("url", "HTTP://example.com", "HTTP://example.com"),
            ("email", "li.wei@example.com", "mailto:li.wei@example.com"),
            ("email", "a?bcc=b&c@example.com", "mailto:a%3Fbcc%3Db%26c@example.com"),
            ("phone", "+8613912345678", "tel:+8613912345678"), ("phone", "010-12345678", "tel:01012345678"),
        ])
    func addresses(type: String, value: String, address: String) throws {
        let type = try #require(Self.types[FieldTypeName(type)])
        #expect(OutsideAddress(.text(value), type, isMasked: false)?.address == address)
        #expect(OutsideAddress(.text(value), type, isMasked: true) == nil)
    }

    @Test(
        "are never what would run in this site, or is no address",
        arguments: [
            ("url", "javascript:alert(1)"), ("url", "JavaScript://example.com/%0Aalert(1)"),
            ("url", "java\nscript:alert(1)"), ("url", "\u{1}javascript:alert(1)"), ("url", " https://example.com"),
            ("url", "data:text/html,x"), ("url", "https:alert"), ("url", "//example.com"), ("url", "example.com"),
            ("email", "nobody"), ("email", "a@b@c"), ("email", "a b@c.d"), ("phone", "1"),
            ("text", "https://example.com"),
        ])
    func others(type: String, value: String) throws {
        let type = try #require(Self.types[FieldTypeName(type)])
        #expect(OutsideAddress(.text(value), type, isMasked: false) == nil)
    }

    @Test("are links in lists and on the record's page that tell the other site nothing")
    func pages() async throws {
        let site = try await SignedInSite.make(shops, role: "clerk")
        let shop = try await site.add(
            "Shop",
            [
                "name": .text("A"), "web": .text("https://example.com/?a=1&b=2"), "mail": .text("a@example.com"),
                "phone": .text("+8613912345678"),
            ])
        for path in ["/list/Shop", "/record/Shop/\(shop)"] {
            let page = try await site.page(path)
            for (address, text) in [
                ("https://example.com/?a=1&amp;b=2", "https://example.com/?a=1&amp;b=2"),
                ("mailto:a@example.com", "a@example.com"), ("tel:+8613912345678", "139 1234 5678"),
            ] {
                #expect(
                    page.contains("<a href=\"\(address)\" rel=\"noopener noreferrer nofollow\">\(text)</a>"), "\(path)")
            }
        }
    }
}

private let shops = """
    <pack xmlns="urn:trellis:pack:1" id="shops" version="1.0.0">
      <label>Shops</label><label xml:lang="zh-Hans">商店</label>
      <entity id="Shop" title="name">
        <label>Shop</label><label xml:lang="zh-Hans">商店</label><plural>Shops</plural><plural xml:lang="zh-Hans">商店</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="web" type="url"><label>Web</label><label xml:lang="zh-Hans">网址</label></field>
        <field id="mail" type="email"><label>Mail</label><label xml:lang="zh-Hans">邮箱</label></field>
        <field id="phone" type="phone"><label>Phone</label><label xml:lang="zh-Hans">电话</label></field>
        <list columns="name web mail phone"/>
      </entity>
      <role id="clerk"><label>Clerk</label><label xml:lang="zh-Hans">店员</label><allow entity="Shop" read="all"/></role>
    </pack>
    """
