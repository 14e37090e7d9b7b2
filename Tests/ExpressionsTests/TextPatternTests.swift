// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Expressions  // What a pattern matches is plainest without an expression around it.

@Suite("Regular expressions")
struct TextPatternTests {
    @Test(
        "a pattern matches anywhere, or where its anchors say",
        arguments: [
            ("b", "abc", true), ("^b", "abc", false), ("^a.*c$", "abbbc", true), ("^a.c$", "a\nc", false),
            ("", "", true),
            ("^$", "x", false), ("a|bc|d", "xbcx", true), ("^(a|b)+$", "abba", true), ("^(a|b)+$", "abca", false),
            ("^\\d{3}-\\d{2,4}$", "139-1234", true), ("^\\d{3}-\\d{2,4}$", "139-12345", false),
            ("^\\d{3,}$", "12", false), ("^[a-c0-9_]+$", "ab9_", true), ("^[^a-c]+$", "xyz", true),
            ("[\\]]", "]", true),
            ("^\\w+$", "客户1_", true), ("^\\S+$", "a b", false), ("colou?r", "color", true), ("^(?:ab)*$", "abab", true),
            ("^a{0}b$", "b", true), ("续费$", "Acme 续费", true), ("^.$", "😀", true), ("(a*)*b", "aaac", false),
            ("(){1000}", "", true), ("a+?b", "aab", true), ("\\.", "x", false), ("[-a]", "-", true),
        ])
    func matches(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try TextPattern(pattern).matches(in: text) == isMatch)
    }

    @Test(
        "what cannot be read or matched in linear time is refused",
        arguments: [
            ("(", TextPattern.Refusal.malformed(1)), (")", .malformed(0)), ("*a", .malformed(0)),
            ("a**", .malformed(2)),
            ("[a", .malformed(2)), ("[z-a]", .malformed(4)), ("a{2", .malformed(3)), ("a{3,2}", .malformed(5)),
            ("(?=a)", .unsupported(1)), ("(a)\\1", .unsupported(4)), ("\\bx", .unsupported(1)),
            ("((a{100}){100})", .tooLarge), ("a{99999}", .tooLarge),
            (String(repeating: "(", count: 4000), .tooLarge),
        ])
    func refuses(pattern: String, refusal: TextPattern.Refusal) {
        #expect(throws: refusal) { try TextPattern(pattern) }
    }

    @Test("patterns that make others try again and again read each character once")
    func linear() throws {
        let text = String(repeating: "a", count: 5000) + "!"
        for pattern in ["^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "^(.*a){20}$", "((a*)*)*b"] {
            #expect(try !TextPattern(pattern).matches(in: text), "\(pattern)")
        }
    }
}
