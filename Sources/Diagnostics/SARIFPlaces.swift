// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Places of findings as SARIF tells them: a URI, and columns in UTF-16 code units.
struct SARIFPlaces: Sendable {
    private let lines: [String: [String]]

    init(sources: [SourceText]) {
        lines = Dictionary(sources.map { ($0.path, $0.lines) }) { first, _ in first }
    }

    func location(_ range: SourceRange, id: Int? = nil, message: String? = nil) -> Location {
        Location(
            id: id, message: message.map { Location.Message(text: Self.escaped($0)) },
            physicalLocation: Location.Physical(
                artifactLocation: Location.Artifact(uri: Self.uri(range.file)),
                region: Location.Region(
                    startLine: range.start.line, startColumn: column(range.start, range.file),
                    endLine: range.end.line, endColumn: column(range.end, range.file))))
    }

    struct Location: Encodable {
        struct Message: Encodable { let text: String }
        struct Artifact: Encodable { let uri: String }

        struct Physical: Encodable {
            let artifactLocation: Artifact
            let region: Region
        }

        struct Region: Encodable {
            let startLine: Int
            let startColumn: Int
            let endLine: Int
            let endColumn: Int
        }

        let id: Int?
        let message: Message?
        let physicalLocation: Physical
    }

    /// A message that has no arguments: single braces would stand for them.
    ///
    /// - Source: SARIF 2.1.0 §3.11.5.
    static func escaped(_ message: String) -> String {
        message.map { $0 == "{" || $0 == "}" ? "\($0)\($0)" : String($0) }.joined()
    }

    /// A column in UTF-16 code units, from 1.
    private func column(_ position: SourcePosition, _ file: String) -> Int {
        guard let lines = lines[file], lines.indices.contains(position.line - 1) else { return 1 }
        let before = lines[position.line - 1].unicodeScalars.prefix(max(0, position.column - 1))
        return 1 + before.reduce(0) { $0 + UTF16.width($1) }
    }

    /// A relative reference for a relative path, a `file` URI for an absolute one.
    private static func uri(_ path: String) -> String {
        let allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
        let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
        return path.hasPrefix("/") ? "file://" + escaped : escaped
    }
}
