// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension DiagnosticList {
    /// Chinese sentences of findings, hints and notes in which English words stand that nobody quoted.
    var halfEnglish: [String] {
        diagnostics.flatMap { [$0.message, $0.hint].compactMap(\.self) + $0.notes.map(\.message) }.map(\.chinese)
            .filter { sentence in
                let own = sentence.replacing(#/“[^”]*”|<[^>]*>|‘[^’]*’|"[^"]*"|（[^）]*）|[A-Za-z-]+="…"/#, with: "")
                let isChinese = own.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }
                return !isChinese || own.firstMatch(of: #/[A-Za-z]{2,} [a-z]{2,}/#) != nil
            }
    }
}
