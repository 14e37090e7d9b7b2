// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// The layer above all packs that administrators make in the browser: a pack like any other, one file for each change.
public struct CustomerLayer: Sendable {
    public static let name: PackName = "customisations"

    /// A change that was made.
    public struct Part: Sendable, Hashable {
        /// The path of its file, by which it is taken back.
        public let path: String
        /// Such as `field Account.nickname`.
        public let subject: String
        /// As it was written down: RFC 3339, in UTC.
        public let at: String
        public let person: String
    }

    private static let head = "customisations/pack.xml"
    private static let mark = "<!-- "

    private let texts: EditionTexts
    private let version: String
    private var files: [PackFile]

    /// The layer of an edition; empty if nothing was customised yet.
    public init(_ texts: EditionTexts) {
        self.texts = texts
        let pack = Self.pack(of: texts)
        files = pack.map { Array($0.files.dropFirst()) } ?? []
        var ignored = DiagnosticList()
        let root = pack?.files.first.flatMap { XMLReader(file: $0.path, text: $0.text).read(&ignored) }
        version = root?["version"].flatMap { PackVersion($0) }?.next(at: 2).description ?? "1.0.0"
    }

    /// What was changed, in the order in which it was.
    public var parts: [Part] {
        files.map { file in
            // A file that came with an export of elsewhere may have lost its first comment.
            let line = file.text.split(separator: "\n").first { $0.hasPrefix(Self.mark) } ?? ""
            let words = line.dropFirst(Self.mark.count).dropLast(" -->".count).split(separator: " ", maxSplits: 2)
            return Part(
                path: file.path, subject: words.count > 2 ? String(words[2]) : file.path,
                at: words.first.map(String.init) ?? "", person: words.count > 1 ? String(words[1]) : "")
        }
    }

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
        let path = "customisations/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".xml"
        let comment = "\(at) \(person) \(customisation.subject)".replacing("--", with: "- -")
        layer.files.append(
            PackFile(
                path: path,
                text: Self.formatted(
                    path,
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    \(Self.mark)\(comment) -->
                    <pack-part xmlns="urn:trellis:pack:1">\(customisation.element.markup)</pack-part>
                    """)))
        return layer.edition
    }

    /// The edition without one of the changes; nil if there is none of that path.
    public func removing(_ path: String) -> EditionTexts? {
        guard files.contains(where: { $0.path == path }) else { return nil }
        var layer = self
        layer.files.removeAll { $0.path == path }
        return layer.edition
    }

    /// The texts with this layer on top.
    private var edition: EditionTexts {
        var edition = texts
        edition.packs.removeAll { $0.name == Self.name }
        edition.detached.removeAll { $0.name == Self.name }
        if !files.isEmpty { edition.packs.append(PackTexts(folder: nil, files: [header] + files)) }
        return edition
    }

    /// It requires every other pack, so that it may change all of them.
    private var header: PackFile {
        let names = texts.packs.compactMap(\.name).filter { $0 != Self.name }
        return PackFile(
            path: Self.head,
            text: Self.formatted(
                Self.head,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <pack xmlns="urn:trellis:pack:1" id="\(Self.name)" version="\(version)" requires="\(names.map { "\($0) *" }.joined(separator: ", "))">
                <label>Customisations</label><label xml:lang="zh-Hans">自定义</label>
                </pack>
                """))
    }

    private static func number(_ path: String) -> Int? {
        path.split(separator: "/").last.flatMap { Int($0.dropLast(".xml".count)) }
    }

    private static func formatted(_ path: String, _ text: String) -> String {
        var ignored = DiagnosticList()
        return PackFormatter.formatted(PackFile(path: path, text: text), &ignored) ?? text
    }
}
