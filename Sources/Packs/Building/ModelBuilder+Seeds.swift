// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Values

extension ModelBuilder {
    /// The records that packs deliver.
    mutating func buildSeeds() -> [Seed] {
        definitions("seed").compactMap { pack, element in
            guard let entity = entity("entity", of: element), let name = element["key"], let file = element["file"],
                let key = field(name, in: entity, at: element.range(of: "key"))
            else { return nil }
            let path = (pack.files.first.map { String($0.dropLast("pack.xml".count)) } ?? "") + file
            guard let text = seedTexts[path] else {
                diagnostics.append(
                    .demoFileMissing, "There is no file \(file) in the pack’s folder.", at: element.range(of: "file"),
                    hint: "Files of seeds stand in the folder “seeds” beside pack.xml, and end with .csv.")
                return nil
            }
            checkHeadings(of: text, path, entity, key, element)
            return Seed(pack: pack.name, entity: entity, key: key, path: path, text: text, range: element.range)
        }
    }

    /// Every heading is a field that can be written, and the key is among them.
    private mutating func checkHeadings(
        of text: String, _ path: String, _ entity: EntityName, _ key: FieldName, _ element: PackElement
    ) {
        let line = text.prefix { !$0.isNewline }
        var column = 1
        var names: [String] = []
        for heading in line.split(separator: ",", omittingEmptySubsequences: false) {
            let start = SourcePosition(line: 1, column: column)
            let end = SourcePosition(line: 1, column: column + heading.unicodeScalars.count)
            names.append(String(heading))
            _ = field(String(heading), in: entity, at: SourceRange(file: path, start: start, end: end))
            column += heading.unicodeScalars.count + 1
        }
        guard !names.contains(key.rawValue) else { return }
        diagnostics.append(
            .badImport, "\(path) has no column “\(key)”, by which its records are known.", at: element.range(of: "key"),
            hint: "Add the column, or name another key.")
    }
}
