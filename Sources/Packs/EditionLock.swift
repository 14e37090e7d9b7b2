// SPDX-License-Identifier: Apache-2.0
import Crypto
public import Values

/// Pins the packs of an edition: the file `edition.lock` beside `edition.xml`.
public struct EditionLock: Sendable, Codable, Equatable {
    /// A pack as it was when the edition was locked.
    public struct Pin: Sendable, Codable, Equatable {
        public let pack: PackName
        public let version: String
        /// The SHA-256 of its files' texts, in the order of their paths.
        public let digest: String
    }

    public static let fileName = "edition.lock"

    /// In the order of the packs' names.
    public let packs: [Pin]

    init(_ packs: [PackSource], _ texts: [PackTexts]) {
        self.packs = zip(packs, texts).map { pack, texts in
            var digest = SHA256()
            for file in texts.files { digest.update(data: Array(file.text.utf8)) }
            return Pin(
                pack: pack.name, version: pack.version.description, digest: hexadecimal(digest.finalize()))
        }.sorted { $0.pack < $1.pack }
    }

    /// What is not as it was locked, a sentence each.
    func differences(from found: EditionLock) -> [Sentence] {
        let more = found.packs.filter { other in !packs.contains { $0.pack == other.pack } }
        let unlocked = more.map { (pin) -> Sentence in
            "The edition takes \(pin.pack) \(pin.version), which is not locked."
        }
        return unlocked
            + packs.compactMap { pin -> Sentence? in
                guard let other = found.packs.first(where: { $0.pack == pin.pack }) else {
                    return "The edition is locked to \(pin.pack) \(pin.version), which it does not take any more."
                }
                if other.version != pin.version {
                    return "The edition is locked to \(pin.pack) \(pin.version), and \(other.version) is there."
                }
                return other.digest == pin.digest
                    ? nil : "\(pin.pack) \(pin.version) has other files than when the edition was locked."
            }
    }
}
