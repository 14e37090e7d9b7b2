// SPDX-License-Identifier: Apache-2.0
import Foundation
import Packs
import Testing

/// What findings about packs say is written in English where they are made, and in Chinese in one catalogue; nothing
/// but these tests keeps the two together.
@Suite("Sentences of findings")
struct SentenceTests {
    private static let sources =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Sources/Packs/"

    private static let files = (FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".swift") }.sorted()

    private static func literals(of files: [String]) throws -> [String] {
        try files.flatMap { SwiftLiterals(try String(contentsOfFile: sources + $0, encoding: .utf8)).literals }
    }

    private static func isCatalogue(_ file: String) -> Bool { file.contains("ChineseSentences+") }

    /// The English sentences with the Chinese ones.
    private static let catalogue: [(english: String, chinese: String)] = {
        let sentences = (try? literals(of: files.filter(isCatalogue))) ?? []
        return stride(from: 0, to: sentences.count - 1, by: 2).map { (sentences[$0], sentences[$0 + 1]) }
    }()

    private static let english = Set(catalogue.map(\.english))

    @Test("every sentence has its Chinese")
    func complete() throws {
        // The schema explains the language in English; what it says of attributes that have to be there has a test below.
        let files = Self.files.filter { file in
            !Self.isCatalogue(file) && !file.contains("PackGrammar") && !file.contains("SystemPack")
        }
        let sentence = #/[A-Z“<{‘].* .*[.?:]/#.dotMatchesNewlines()
        let missing = try Self.literals(of: files).filter { literal in
            literal.wholeMatch(of: sentence) != nil && !Self.english.contains(literal)
        }
        #expect(missing == [])
    }

    @Test("no sentence of the catalogue is left over")
    func needed() throws {
        let literals = Set(try Self.literals(of: Self.files.filter { !Self.isCatalogue($0) }))
        #expect(Self.english.subtracting(literals).sorted() == [])
    }

    @Test("no sentence is there twice")
    func once() {
        let seen = Dictionary(grouping: Self.catalogue, by: \.english).filter { $0.value.count > 1 }
        #expect(seen.keys.sorted() == [])
    }

    @Test("the Chinese sentence takes all that the English one takes")
    func places() {
        for (english, chinese) in Self.catalogue {
            let taken = english.matches(of: #/\{\}/#).count
            let places = chinese.matches(of: #/\{([1-9]?)\}/#).map { Int($0.output.1) }
            let wanted = places.contains(nil) ? [Int?](repeating: nil, count: taken) : (0..<taken).map { $0 + 1 }
            #expect(places.sorted { ($0 ?? 0) < ($1 ?? 0) } == wanted, "\(english)")
        }
    }

    @Test("Chinese sentences have Chinese words and Chinese punctuation")
    func punctuation() {
        for (english, chinese) in Self.catalogue where english.contains(where: \.isLetter) {
            let isChinese = chinese.unicodeScalars.contains {
                (0x3000...0x9FFF).contains($0.value) || $0 == "：" || $0 == "（"
            }
            #expect(isChinese, "\(english)")
            let ends = english.hasSuffix(".") || english.hasSuffix("?")
            #expect(!ends || chinese.hasSuffix("。") || chinese.hasSuffix("？"), "\(chinese)")
            #expect(chinese.firstMatch(of: #/\p{Han}[,;:.?]|[,;] ?\p{Han}/#) == nil, "\(chinese)")
        }
    }

    @Test("what an attribute that has to be there means is said in Chinese, too")
    func attributes() throws {
        let schema = try String(contentsOfFile: Self.sources + "pack.xsd", encoding: .utf8)
        let required = #/use="required">\s*<xs:annotation><xs:documentation>(.*?)</xs:documentation>/#
        let said = schema.matches(of: required).map { match in
            String(match.output.1).replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        }
        #expect(said.count > 200)
        #expect(said.filter { !Self.english.contains($0) } == [])
    }

    @Test("kinds of definitions have their Chinese word")
    func kinds() throws {
        var kinds: Set<String> = []
        for file in Self.files {
            let source = try String(contentsOfFile: Self.sources + file, encoding: .utf8)
            kinds.formUnion(source.matches(of: #/\bdefine\(\s*"([a-z ]+)"/#).map { String($0.output.1) })
            kinds.formUnion(source.matches(of: #/Extension\(target: "([a-z]+)"/#).map { String($0.output.1) })
        }
        #expect(kinds.count > 30)
        #expect(kinds.subtracting(Self.english).sorted() == [])
    }
}
