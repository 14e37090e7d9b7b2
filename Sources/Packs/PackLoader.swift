// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
public import Expressions
import Values

/// What became of reading packs: the model, unless there are errors, and every finding.
public struct PackLoading: Sendable {
    public let model: Model?
    public let diagnostics: DiagnosticList
    public let sources: [SourceText]
    /// The texts that were read: enough to make the same model again without the folders.
    public let texts: EditionTexts
    /// The packs that were read, as a lock pins them.
    public let lock: EditionLock
    /// What newer packs and the layers above them want differently, decided or not.
    public let conflicts: [UpgradeConflict]
    let composition: Composition
    /// What was taken of each pack, which goes for its scenarios as well.
    let selections: [PackName: PhaseSelection]

    /// Every definition of a name, such as `Account.name`, each attribute with the layer and place it comes from and what
    /// it replaced.
    public func explain(_ name: String) -> [Explanation] { composition.explain(name) }

    /// Every name that ``explain(_:)`` knows.
    public var explainable: [String] { composition.explainable }
}

/// Files → parsed packs → merged layers → model: the whole way of a deployment before any database is asked.
public struct PackLoader: Sendable {
    private let fieldTypes: FieldTypeTable
    let functions: FunctionTable
    private let actions: [ActionForm]

    /// - Parameter actions: What plugins do for automations.
    public init(fieldTypes: FieldTypeTable, functions: FunctionTable, actions: [ActionForm] = []) {
        self.fieldTypes = fieldTypes
        self.functions = functions
        self.actions = actions
    }

    /// Reads packs and editions, and the packs that these require, which are looked for beside them.
    ///
    /// - Parameter folders: Paths of folders that hold a `pack.xml` or an `edition.xml`; findings name files as they are
    ///   written here.
    /// - Parameters:
    ///   - isLocking: The lock of an edition is about to be written anew, and does not bind.
    ///   - before: What the database was made from; packs that are no longer there count as detached, and packs that are
    ///     newer are compared with what the layers above them say.
    ///   - choice: How conflicts are decided; those that are not are errors.
    public func load(
        folders: [String], isLocking: Bool = false, after before: EditionTexts? = nil,
        deciding choice: UpgradeChoice = UpgradeChoice()
    ) -> PackLoading {
        var reading = PackReading()
        reading.isLocking = isLocking
        for folder in folders { reading.read(folder: folder) }
        reading.readRequired(beside: folders)
        if let layer = before.flatMap(CustomerLayer.pack) { reading.carry(layer) }
        for pack in before?.leftBehind(by: reading.texts) ?? [] {
            reading.read(detached: pack, purged: before?.purged ?? [])
        }
        let conflicts = before.map { reading.decide(after: $0, choice) } ?? []
        return model(from: reading, conflicts)
    }

    /// Reads packs of one file each.
    public func load(texts: [(path: String, text: String)]) -> PackLoading {
        load(EditionTexts(packs: texts.map { PackTexts(folder: nil, files: [PackFile(path: $0.path, text: $0.text)]) }))
    }

    /// Reads again what was read before, without any folder.
    public func load(_ texts: EditionTexts) -> PackLoading {
        var reading = PackReading()
        for edition in texts.editions { reading.read(edition: edition, folder: nil) }
        for pack in texts.packs { reading.read(pack) }
        for pack in texts.detached { reading.read(detached: pack, purged: texts.purged) }
        reading.take(texts.decisions)
        return model(from: reading)
    }

    /// Reads again what was read before, deciding what was left open then.
    public func load(
        _ texts: EditionTexts, after before: EditionTexts, deciding choice: UpgradeChoice
    ) -> PackLoading {
        var reading = PackReading()
        for edition in texts.editions { reading.read(edition: edition, folder: nil) }
        for pack in texts.packs { reading.read(pack) }
        for pack in texts.detached { reading.read(detached: pack, purged: texts.purged) }
        let conflicts = reading.decide(after: before, choice)
        return model(from: reading, conflicts)
    }

    private func model(from reading: PackReading, _ conflicts: [UpgradeConflict] = []) -> PackLoading {
        var diagnostics = reading.diagnostics
        for conflict in conflicts where conflict.take == nil { diagnostics.append(conflict.finding) }
        let editions = reading.editions
        let uses = editions.flatMap(\.uses)
        var selections: [PackName: PhaseSelection] = [:]
        let selected = reading.decidedPacks.map { pack in
            let selection = PhaseSelection(pack, uses.last { $0.pack == pack.name }, &diagnostics)
            selections[pack.name] = selection
            return selection.select(pack, &diagnostics)
        }
        let detached = Detachment(reading.detached, from: selected)
        let layers = editions.map { detached.leftOut(of: $0.layer) }
        let packs = PackOrder.sorted([SystemPack.source] + selected + layers, &diagnostics)
        let composition = Composer.compose(packs + detached.remainders, &diagnostics)
        var builder = ModelBuilder(
            packs: packs, composition: composition, fieldTypes: fieldTypes, functions: functions,
            actions: actions, seedTexts: reading.seedTexts, diagnostics: diagnostics)
        let model = builder.build(fingerprint: reading.fingerprint)
        return PackLoading(
            model: builder.diagnostics.hasErrors ? nil : model, diagnostics: builder.diagnostics,
            sources: reading.sources, texts: reading.texts, lock: EditionLock(reading.packs, reading.texts.packs),
            conflicts: conflicts, composition: composition, selections: selections)
    }
}
