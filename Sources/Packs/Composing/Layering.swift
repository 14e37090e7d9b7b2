// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Which pack wrote a file, and which packs lie above which.
struct Layering: Sendable {
    private let packsByFile: [String: PackName]
    /// By pack: all it requires, directly or through others, and itself.
    private let below: [PackName: Set<PackName>]

    /// - Parameter packs: In the order of their requirements.
    init(_ packs: [PackSource]) {
        var files: [String: PackName] = [:]
        var below: [PackName: Set<PackName>] = [:]
        for pack in packs {
            for file in pack.files { files[file] = pack.name }
            below[pack.name] = pack.requirements.reduce(into: [pack.name, SystemPack.name]) { all, requirement in
                all.formUnion(below[requirement.name] ?? [])
            }
        }
        packsByFile = files
        self.below = below
    }

    /// The pack that a place belongs to.
    func pack(at range: SourceRange) -> PackName { packsByFile[range.file] ?? SystemPack.name }

    /// Whether a pack may change what another made: it is that pack, or requires it.
    func isAbove(_ pack: PackName, _ other: PackName) -> Bool { below[pack]?.contains(other) ?? false }
}
