// SPDX-License-Identifier: Apache-2.0
import Foundation
import PackagePlugin

/// Writes the fingerprint of a target's templates, assets and words into its code at every build that changes them.
@main
struct ResourceFingerprintPlugin: BuildToolPlugin {
    private static let folders = ["Templates", "Assets", "Languages"]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let module = target as? any SourceModuleTarget else { return [] }
        let output = context.pluginWorkDirectoryURL.appending(path: "BuiltFingerprint.swift")
        let folders = Self.folders.map { module.directoryURL.appending(path: $0) }
        // A folder changes when a file comes or goes, a file when it is written.
        let files = try folders.flatMap {
            try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return [
            .buildCommand(
                displayName: "Taking the fingerprint of \(target.name)’s files",
                executable: try context.tool(named: "ResourceFingerprinting").url,
                arguments: [module.directoryURL.path, output.path] + Self.folders, inputFiles: folders + files,
                outputFiles: [output])
        ]
    }
}
