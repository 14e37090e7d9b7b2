// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing

@testable import WebUI

@Suite("Words and input of pages")
struct WordsTests {
    @Test("Both languages have the same words")
    func sameKeys() throws {
        let renderer = try PageRenderer()
        #expect(Set(renderer.words(.english).keys) == Set(renderer.words(.chinese).keys))
        #expect(!renderer.words(.english).isEmpty)
    }

    @Test(
        "A page to go on to stays on this site",
        arguments: [
            ("/list/A?x=1", "/list/A?x=1"), ("//evil.example", "/"), ("https://evil.example", "/"),
            ("/\\evil.example", "/"), ("", "/"),
        ])
    func localPaths(path: String, expected: String) {
        #expect(localPath(path) == expected)
    }

    @Test("A form keeps repeated names and reads Chinese and spaces")
    func formFields() {
        let form = FormFields("a=1&a=2&name=%E5%BC%A0+%E4%B8%89&empty=")
        #expect(form.all("a") == ["1", "2"])
        #expect(form["name"] == "张 三")
        #expect(form["empty"] == nil)
    }

    @Test("What a record holds is escaped")
    func escaping() throws {
        let html = try PageRenderer().fragment("error", ["title": "<script>", "text": "\"&"], .english)
        #expect(!html.contains("<script>"))
    }
}
