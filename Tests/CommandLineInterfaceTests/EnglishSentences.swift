// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The lines in which an English sentence stands, but for lines of packs and for what is quoted.
    var englishSentences: [String] {
        split(separator: "\n").map(String.init).filter { line in
            guard line.firstMatch(of: #/^ *\d* \|/#) == nil else { return false }
            let own = line.replacing(#/“[^”]*”|<[^>]*>|‘[^’]*’|（[^）]*）|--[a-z-]+/#, with: "")
            return own.firstMatch(of: #/[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/#) != nil
        }
    }
}
