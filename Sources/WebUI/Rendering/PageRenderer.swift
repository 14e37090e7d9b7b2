// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import Mustache

/// Renders templates, with the words of a language.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: [String: String]]
    /// Styles and scripts by file name.
    let assets: [String: Data]

    /// - Throws: ``ResourceFault`` if the files are not those of this build.
    init(_ folder: ResourceFolder? = nil) throws {
        let folder = try folder ?? ResourceFolder()
        var templates: [String: MustacheTemplate] = [:]
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        for (name, data) in try Self.files(in: folder, "Templates", extension: "mustache") {
            templates[String(name.dropLast(9))] = try MustacheTemplate(
                string: "{{% CONTENT_TYPE:\(MarkupText.name)}}" + String(decoding: data, as: UTF8.self))
        }
        library = MustacheLibrary(templates: templates)
        let languages = try Self.files(in: folder, "Languages", extension: "json")
        var words: [Language: [String: String]] = [:]
        for language in Language.allCases {
            guard let data = languages[language.rawValue + ".json"] else { continue }
            words[language] = try JSONDecoder().decode([String: String].self, from: data)
        }
        self.words = words
        assets = try Self.files(in: folder, "Assets", extension: nil)
    }

    /// The words of a language by key.
    func words(_ language: Language) -> [String: String] { words[language] ?? [:] }

    func word(_ key: String, _ language: Language) -> String { words[language]?[key] ?? key }

    /// A template with its content, without the frame of a page.
    func fragment(_ template: String, _ content: [String: Any], _ language: Language) -> String {
        var content = content
        content["t"] = words(language)
        return library.render(content, withTemplate: template) ?? ""
    }

    private static func files(
        in folder: ResourceFolder, _ part: String, extension suffix: String?
    ) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let root = folder.url.appendingPathComponent(part)
        for file in try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
        where suffix == nil || file.pathExtension == suffix {
            files[file.lastPathComponent] = try Data(contentsOf: file)
        }
        return files
    }
}
