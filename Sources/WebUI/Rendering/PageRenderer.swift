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

    init() throws {
        var templates: [String: MustacheTemplate] = [:]
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        for (name, data) in try Self.files(in: "Templates", extension: "mustache") {
            templates[String(name.dropLast(9))] = try MustacheTemplate(
                string: "{{% CONTENT_TYPE:\(MarkupText.name)}}" + String(decoding: data, as: UTF8.self))
        }
        library = MustacheLibrary(templates: templates)
        let languages = try Self.files(in: "Languages", extension: "json")
        var words: [Language: [String: String]] = [:]
        for language in Language.allCases {
            guard let data = languages[language.rawValue + ".json"] else { continue }
            words[language] = try JSONDecoder().decode([String: String].self, from: data)
        }
        self.words = words
        assets = try Self.files(in: "Assets", extension: nil)
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

    private static func files(in folder: String, extension suffix: String?) throws -> [String: Data] {
        guard let root = Bundle.module.url(forResource: folder, withExtension: nil) else { return [:] }
        var files: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
        where suffix == nil || file.pathExtension == suffix {
            files[file.lastPathComponent] = try Data(contentsOf: file)
        }
        return files
    }
}
