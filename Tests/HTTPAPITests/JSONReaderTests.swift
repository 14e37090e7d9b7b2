// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import HTTPAPI  // The readers of bodies and URLs have no public door but a whole server.

@Suite("Bodies and URLs of any bytes")
struct JSONReaderTests {
    @Test(
        "what is no JSON that we take is refused with its place",
        arguments: [
            "", " ", "{", "[", "\"", "\"\\", "\"\\u", "\"\\u12", "\"\\uD800\"", "\"\\uD800\\u0041\"", "\"\\uDC00\"",
            "\"\\uZZZZ\"", "-", "01", "1.", "1e", "1e+", ".5", "+1", "nul", "truex", "[1,]", "{\"a\":1,}", "{\"a\"}",
            "{\"a\":1,\"a\":2}", "{1:2}", "\"\u{1}\"", "NaN", "1 2", String(repeating: "[", count: 100_000),
            String(repeating: "{\"a\":", count: 100_000),
        ])
    func refuses(text: String) {
        let bytes = Array(text.utf8)
        let fault = #expect(throws: JSONFault.self) { try JSONReader.read(bytes) }
        #expect((0...bytes.count).contains(fault?.offset ?? -1))
    }

    @Test("numbers keep their digits, and pairs of escapes make one character")
    func reads() throws {
        let digits = String(repeating: "9", count: 5000)
        #expect(try JSONReader.read(Array(digits.utf8)) == .number(digits))
        #expect(try JSONReader.read(Array("\"\\uD83D\\uDE00\\u0000\"".utf8)) == .text("😀\u{0}"))
    }

    @Test("random bytes give a value or a fault", arguments: UInt64(1)...4)
    func neverTraps(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "D800", "DC00", "1", "-", "e", ".", "true", "null", "客",
            "%", "%4", "%FF", "&", "=", "+", "$top=", "$filter=", "(", ")", "id=", "\u{0}",
        ]
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            for _ in 0..<next(below: 12) {
                bytes += next(below: 4) == 0 ? [UInt8(next(below: 256))] : Array(pieces[next(below: pieces.count)].utf8)
            }
            _ = try? JSONReader.read(bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? QueryOptions(text).top()
            _ = try? ResourcePath(text)
            _ = try? ResourcePath(text + "/" + text)
        }
    }
}
