// SPDX-License-Identifier: Apache-2.0

/// Texts of packs as nobody writes them: elements in any place, comments between them, blanks everywhere; the same for
/// the same seed.
struct RandomPack {
    private var state: UInt64

    private init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    static func text(seed: UInt64) -> String {
        var random = RandomPack(seed: seed)
        let root = random.element("pack", depth: 0)
        return random.pick(["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "<!-- ahead --> "]) + root
            + random.pick(["", "\n", "\n\n<!-- behind -->\n"])
    }

    private mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    private mutating func pick(_ words: [String]) -> String { words[next(words.count)] }

    private mutating func blank() -> String { pick(["", " ", "\n", "\n\n\n", "\r\n", "\t", "\n        ", "\r"]) }

    private mutating func element(_ name: String, depth: Int) -> String {
        var text = "<\(name)"
        for attribute in ["zz", "type", "id", "xml:lang", "required", "to"] where next(3) == 0 {
            text += pick([" ", "\n", "  \t"]) + attribute + pick(["=", " = "]) + value()
        }
        let parts = depth > 4 ? 0 : next(5)
        guard parts > 0 else { return text + pick(["/>", " />", "></\(name)>", "> </\(name) >"]) }
        text += ">"
        for _ in 0..<parts { text += blank() + part(depth: depth + 1) + blank() }
        return text + "</\(name)\(pick(["", " "]))>"
    }

    private mutating func value() -> String {
        pick([
            "\"\"", "''", "\"a > b\"", "'say \"x\"'", "\"it's\"", "'plain'", "\"&lt;&amp;&#20013;\"", "\"客户 甲\"",
            "\"two\n   lines\"",
            "\"a rather long value that fills the line, so that the tag does not fit into its width\"",
        ])
    }

    private mutating func part(depth: Int) -> String {
        switch next(9) {
        case 0: pick(["<!---->", "<!-- a note -->", "<!-- two\n     lines <x> -->", "<!-- 备注 -->"])
        case 1: pick(["<![CDATA[a < b]]>", "<![CDATA[ ]]>", "some text", "甲&#x4E59;", "&lt;x&gt;"])
        case 2: "<label>" + pick(["  kept  ", "甲 &amp; 乙", "a\nb", "<![CDATA[x]]>", ""]) + "</label>"
        case 3: "<?tool do it?>"
        default: element(pick(["field", "entity", "option", "unknown", "report", "extend"]), depth: depth)
        }
    }
}
