// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
import Expressions
import Foundation
public import Values

/// What became of reading scenarios: those that are right, and every finding.
public struct ScenarioLoading: Sendable {
    public let scenarios: [Scenario]
    public let diagnostics: DiagnosticList
    public let sources: [SourceText]
    /// The folders of the packs whose scenarios were read; nil for texts.
    public let folders: [String]?
}

/// An action that scenarios name, and what it takes.
public struct ScenarioActionForm: Sendable {
    public let name: String
    /// The arguments by name, each with its type; nil for any.
    public let arguments: [String: ValueType?]

    public init(name: String, arguments: [String: ValueType?]) {
        self.name = name
        self.arguments = arguments
    }
}

extension PackLoader {
    /// Reads the scenarios of packs and checks them against the model.
    ///
    /// - Parameters:
    ///   - folders: What was loaded: of a pack, its own scenarios; of an edition, those of all its packs and its own.
    ///   - actions: What people can do besides changing and moving records.
    public func scenarios(
        of loading: PackLoading, in folders: [String], actions: [ScenarioActionForm]
    ) -> ScenarioLoading {
        var diagnostics = DiagnosticList()
        let homes = folders.flatMap { Self.homes(of: $0, in: loading) }
        var seen: Set<String> = []
        let folders = homes.filter { seen.insert($0).inserted }
        let files = folders.map { ScenarioFiles(pack: Self.pack(in: $0, loading), in: $0, &diagnostics) }
        return scenarios(files, folders, loading.model, loading.selections, actions, diagnostics)
    }

    /// Reads scenarios that are texts, with the texts of the tables that they name.
    public func scenarios(
        of pack: PackName, texts: [PackFile], model: Model, actions: [ScenarioActionForm]
    ) -> ScenarioLoading {
        scenarios([ScenarioFiles(pack: pack, texts: texts)], nil, model, [:], actions, DiagnosticList())
    }

    private func scenarios(
        _ packs: [ScenarioFiles], _ folders: [String]?, _ model: Model?, _ selections: [PackName: PhaseSelection],
        _ actions: [ScenarioActionForm], _ diagnostics: DiagnosticList
    ) -> ScenarioLoading {
        var sources: [SourceText] = []
        var scenarios: [Scenario] = []
        var diagnostics = diagnostics
        for pack in packs {
            let roots = pack.files.compactMap { file -> PackElement? in
                sources.append(SourceText(path: file.path, text: file.text))
                let root = Self.root(of: file, &diagnostics)
                guard let selection = selections[pack.pack] else { return root }
                return root.flatMap { selection.select($0, &diagnostics) }
            }
            guard let model else { continue }
            var builder = ScenarioBuilder(pack, model, ExpressionCompiler(functions: functions), actions, diagnostics)
            scenarios += builder.build(roots)
            sources += builder.tables
            diagnostics = builder.diagnostics
        }
        return ScenarioLoading(
            scenarios: scenarios, diagnostics: diagnostics, sources: sources, folders: folders)
    }

    private static func root(of file: PackFile, _ diagnostics: inout DiagnosticList) -> PackElement? {
        guard let root = file.root(&diagnostics) else { return nil }
        guard root.name == "scenarios" else {
            diagnostics.append(
                .wrongRoot, "The root is <\(root.name)>, and <scenarios> is needed.", at: root.range,
                hint: "Files in the folder “\(ScenarioFiles.folder)” have the root <scenarios>.")
            return nil
        }
        GrammarCheck.check(root, rule: "scenarios", &diagnostics)
        return root
    }

    /// The folders that hold a folder of scenarios.
    private static func homes(of folder: String, in loading: PackLoading) -> [String] {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let isFile = folder.hasSuffix(".xml")
        guard isFile || FileManager.default.fileExists(atPath: folder + "/edition.xml") else { return [folder] }
        let own = isFile ? URL(fileURLWithPath: folder).deletingLastPathComponent().relativePath : folder
        return loading.texts.packs.compactMap(\.folder) + [own]
    }

    private static func pack(in home: String, _ loading: PackLoading) -> PackName {
        let head = loading.texts.packs.first { $0.folder == home }?.files.first
        var ignored = DiagnosticList()
        return PackName(head?.root(&ignored)?["id"] ?? URL(fileURLWithPath: home).lastPathComponent)
    }
}

extension PackLoading {
    /// The same with what was found in scenarios.
    public func adding(_ scenarios: ScenarioLoading) -> PackLoading {
        var findings = diagnostics
        for finding in scenarios.diagnostics.diagnostics { findings.append(finding) }
        return PackLoading(
            model: model, diagnostics: findings, sources: sources + scenarios.sources, texts: texts, lock: lock,
            conflicts: conflicts, composition: composition, selections: selections)
    }
}
