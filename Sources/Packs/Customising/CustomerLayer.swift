// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// The layer above all packs that administrators make in the browser: a pack like any other, one file for each change.
public struct CustomerLayer: Sendable {
    public static let name: PackName = "customisations"

    private let texts: EditionTexts
    /// The file `pack.xml` as it stands; nil if nothing was customised yet.
    private let head: PackFile?
    private var files: [PackFile]

    /// The layer of an edition; empty if nothing was customised yet.
    public init(_ texts: EditionTexts) {
        self.texts = texts
        let pack = Self.pack(of: texts)
        head = pack?.files.first
        files = pack.map { Array($0.files.dropFirst()) } ?? []
    }

    /// What was changed, in the order in which it was.
    public var parts: [Part] { files.filter { !$0.isTable }.map(Part.init) }

    /// The files of the layer of an edition, which are a pack like any other; nil if nothing was customised.
    public static func pack(of texts: EditionTexts) -> PackTexts? { texts.packs.first { $0.name == name } }

    /// The edition with one more change.
    ///
    /// - Parameters:
    ///   - at: RFC 3339, in UTC.
    ///   - person: The name to sign in with.
    public func adding(_ customisation: Customisation, at: String, person: String) -> EditionTexts {
        var layer = self
        let number = (files.compactMap { Self.number($0.path) }.max() ?? 0) + 1
        let digits = String(number)
        let path = "\(Self.name)/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".xml"
        let note = Part(path: path, subject: customisation.subject, at: at, person: person).comment
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            \(note)
            <pack-part xmlns="urn:trellis:pack:1">\(customisation.element.markup)</pack-part>
            """
        layer.files.append(PackFile(path: path, text: CustomerLayerHead.formatted(path, text)))
        return layer.edition
    }

    /// The edition without one of the changes; nil if there is none of that path.
    public func removing(_ path: String) -> EditionTexts? {
        guard files.contains(where: { $0.path == path }) else { return nil }
        var layer = self
        layer.files.removeAll { $0.path == path }
        return layer.edition
    }

    /// The layer's files for an edition of the given packs, all of which lie below it.
    static func fitted(_ pack: PackTexts, above packs: [PackName]) -> PackTexts {
        guard let first = pack.files.first else { return pack }
        var fitted = pack
        fitted.files[0] = CustomerLayerHead(first, above: packs).file
        return fitted
    }

    /// The texts with this layer on top.
    private var edition: EditionTexts {
        var edition = texts
        edition.packs.removeAll { $0.name == Self.name }
        edition.detached.removeAll { $0.name == Self.name }
        let head = CustomerLayerHead(head, above: edition.packs.compactMap(\.name)).next
        if !files.isEmpty || head.hasContent {
            edition.packs.append(PackTexts(folder: nil, files: [head.file] + files))
        }
        return edition
    }

    private static func number(_ path: String) -> Int? {
        path.split(separator: "/").last.flatMap { Int($0.dropLast(".xml".count)) }
    }
}

extension CustomerLayer {
    /// A change that was made.
    public struct Part: Sendable, Hashable {
        /// The path of its file, by which it is taken back.
        public let path: String
        /// Such as `field Account.nickname`.
        public let subject: String
        /// As it was written down: RFC 3339, in UTC. Empty for a file that somebody wrote by hand.
        public let at: String
        public let person: String

        init(path: String, subject: String, at: String, person: String) {
            self.path = path
            self.subject = subject
            self.at = at
            self.person = person
        }

        /// Reads what stands in the file's first comment.
        init(_ file: PackFile) {
            let comment = file.text.split(separator: "\n").first { $0.hasPrefix("<!-- ") && $0.hasSuffix(" -->") } ?? ""
            let words = comment.dropFirst("<!-- ".count).dropLast(" -->".count).split(separator: " ", maxSplits: 1)
            let rest = words.count > 1 ? words[1].split(separator: " by ") : []
            guard rest.count == 2 else {
                self.init(path: file.path, subject: file.path, at: "", person: "")
                return
            }
            self.init(path: file.path, subject: String(rest[0]), at: String(words[0]), person: String(rest[1]))
        }

        /// The comment that tells who made it and when. Two hyphens would end it, and a line break would split it.
        var comment: String {
            var text = ""
            for character in "\(at) \(subject) by \(person)".unicodeScalars where character.value >= 0x20 {
                if character == "-", text.hasSuffix("-") { text += " " }
                text.unicodeScalars.append(character)
            }
            return "<!-- \(text) -->"
        }
    }
}
