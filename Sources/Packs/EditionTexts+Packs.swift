// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

extension PackTexts {
    /// The pack's name, as its first file tells it; nil if it cannot be read.
    public var name: PackName? {
        var ignored = DiagnosticList()
        return files.first?.root(&ignored)?["id"].map { PackName($0) }
    }

    /// The version that its first file tells; nil if it tells none.
    public var version: String? {
        var ignored = DiagnosticList()
        return files.first?.root(&ignored)?["version"]
    }

    /// The packs that it requires.
    public var requirements: [PackName] {
        var ignored = DiagnosticList()
        guard let root = files.first?.root(&ignored) else { return [] }
        return PackSource(root: root, parts: [], folder: nil, &ignored)?.requirements.map(\.name) ?? []
    }
}

extension EditionTexts {
    /// The same without a pack, which stays with the detached ones; nil if it is not attached.
    public func detaching(_ pack: PackName) -> EditionTexts? {
        guard let place = packs.firstIndex(where: { $0.name == pack }) else { return nil }
        var texts = self
        texts.detached.append(texts.packs.remove(at: place))
        // What administrators made stays, unless it is about this pack, which is then found when the rest is checked.
        texts.fitCustomerLayer()
        return texts
    }

    /// The same with a pack, in place of what was detached of it.
    public func attaching(_ pack: PackTexts) -> EditionTexts {
        var texts = forgetting(pack.name)
        texts.packs.append(pack)
        texts.fitCustomerLayer()
        return texts
    }

    /// The customer layer lies above all packs that are there now.
    private mutating func fitCustomerLayer() {
        guard let layer = packs.firstIndex(where: { $0.name == CustomerLayer.name }) else { return }
        packs[layer] = CustomerLayer.fitted(packs[layer], above: packs.compactMap(\.name))
    }

    /// What of these texts is no longer among newer ones: the packs that go, and those that were detached before.
    public func leftBehind(by newer: EditionTexts) -> [PackTexts] {
        let names = Set(newer.packs.compactMap(\.name))
        return (packs + detached).filter { pack in pack.name.map { !names.contains($0) } ?? false }
    }

    /// The same without anything that was detached of a pack.
    public func forgetting(_ pack: PackName?) -> EditionTexts {
        var texts = self
        texts.detached.removeAll { $0.name == pack }
        texts.purged.removeAll { $0 == pack }
        return texts
    }
}
