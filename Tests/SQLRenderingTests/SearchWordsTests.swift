// SPDX-License-Identifier: Apache-2.0
import SQLRendering
import Testing

@Suite("The words that records are found by")
struct SearchWordsTests {
    @Test(
        "Chinese stands as overlapping pairs, everything else as words",
        arguments: [
            ("王伟", "王伟 伟"), ("中国平安", "中国 国平 平安 安"), ("Acme 续费", "Acme 续费 费"), ("139-1234", "139 1234"), ("", ""),
        ])
    func words(text: String, words: String) { #expect(SearchWords.words(of: [text]) == words) }

    @Test(
        "a query of one character is a prefix, of two a pair, of more a phrase of pairs",
        arguments: [
            ("王", "\"王\"*"), ("王伟", "\"王伟\""), ("中国平安", "\"中国 国平 平安\""), ("acm 续费", "\"acm\"* AND \"续费\""),
            ("\"; DROP", "\"DROP\"*"),
        ])
    func queries(text: String, query: String) { #expect(SearchWords.query(text) == query) }

    @Test("nothing but marks finds nothing")
    func empty() { #expect(SearchWords.query("!? *") == nil) }
}
