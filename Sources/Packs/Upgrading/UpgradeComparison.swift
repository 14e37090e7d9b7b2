// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Compares what newer packs change with what the layers above them say: three ways, attribute by attribute.
struct UpgradeComparison {
    /// What the database was made from.
    private let before: [PackName: PackTexts]
    private let layering: Layering

    init(after before: EditionTexts, _ layering: Layering) {
        self.before = Dictionary(before.packs.compactMap { pack in pack.name.map { ($0, pack) } }) { first, _ in first }
        self.layering = layering
    }

    /// Every conflict, by layer and in the order of its statements.
    ///
    /// A layer that says something else than it did when it was applied was written with the newer pack in mind: nothing
    /// is asked about that.
    func conflicts(_ packs: [(source: PackSource, texts: PackTexts)]) -> [UpgradeConflict] {
        let upgrades = packs.compactMap { pack in
            before[pack.source.name].flatMap { Upgrade(pack.source.name, from: $0, to: pack.texts) }
        }
        guard !upgrades.isEmpty else { return [] }
        return packs.flatMap { pack -> [UpgradeConflict] in
            let name = pack.source.name
            let below = upgrades.filter { $0.vendor != name && layering.isAbove(name, $0.vendor) }
            guard !below.isEmpty, let old = before[name] else { return [] }
            let known = Set(LayerStatement.all(of: old.elements).map(\.identity))
            return LayerStatement.all(of: pack.source.elements).filter { known.contains($0.identity) }
                .flatMap { statement in below.compactMap { $0.conflict(with: statement, of: name) } }
                .reduce(into: []) { all, conflict in
                    if !all.contains(where: { $0.isSame(as: conflict) }) { all.append(conflict) }
                }
        }
    }
}

/// What a newer version of a pack changes, by the definitions that it is about.
private struct Upgrade {
    let vendor: PackName
    private var changes: [Place: PackComparison.Difference] = [:]
    private var renames: [PackAddress: PackAddress] = [:]

    private struct Place: Hashable {
        let address: PackAddress
        let attribute: String?
    }

    /// Nil if nothing is different.
    init?(_ vendor: PackName, from old: PackTexts, to new: PackTexts) {
        guard old.files.map(\.text) != new.files.map(\.text), let changed = ComparedElement.changed(old, new) else {
            return nil
        }
        self.vendor = vendor
        for difference in ElementComparison.differences(changed.old, changed.new) {
            let address = difference.address.definition
            switch difference.change {
            case .renamed:
                guard let step = address.steps.last, let name = difference.old?.value else { continue }
                renames[PackAddress(address.steps.dropLast() + [PackAddress.Step(step.kind, name)])] = address
            case .reordered: break
            default: changes[Place(address: address, attribute: difference.attribute)] = difference
            }
        }
    }

    func conflict(with statement: LayerStatement, of layer: PackName) -> UpgradeConflict? {
        let address = renamed(statement.address)
        if let attribute = statement.attribute {
            if let change = changes[Place(address: address, attribute: attribute)],
                change.old != nil || change.new != nil,
                changes[Place(address: address, attribute: nil)] == nil
            {
                guard change.new?.value != statement.value else { return nil }
                return conflict(.changed, statement, layer, address, change)
            }
        } else if let change = changes[Place(address: address, attribute: nil)], change.change == .added {
            return conflict(.added, statement, layer, address, change)
        }
        return removal(of: address, statement, layer)
    }

    /// What a statement hangs on is gone: the outermost of it.
    private func removal(
        of address: PackAddress, _ statement: LayerStatement, _ layer: PackName
    ) -> UpgradeConflict? {
        // What the layer adds by itself needs only what stands around it.
        let needed = address.steps.count - (statement.attribute == nil ? 1 : 0)
        for count in 0..<needed {
            let outer = PackAddress(Array(address.steps.prefix(count + 1)))
            guard let change = changes[Place(address: outer, attribute: nil)], change.change == .removed else {
                continue
            }
            return UpgradeConflict(
                kind: .removed, layer: layer, vendor: vendor, address: outer.description, attribute: nil, before: nil,
                vendorValue: nil, layerValue: nil, layerRange: statement.range, vendorRange: nil)
        }
        return nil
    }

    private func conflict(
        _ kind: UpgradeConflict.Kind, _ statement: LayerStatement, _ layer: PackName, _ address: PackAddress,
        _ change: PackComparison.Difference
    ) -> UpgradeConflict {
        UpgradeConflict(
            kind: kind, layer: layer, vendor: vendor, address: address.description, attribute: statement.attribute,
            before: change.old?.value, vendorValue: change.new?.value, layerValue: statement.value,
            layerRange: statement.range, vendorRange: change.new?.range)
    }

    /// The address by the names that the newer pack has.
    private func renamed(_ address: PackAddress) -> PackAddress {
        guard !renames.isEmpty else { return address }
        var current = PackAddress([])
        for step in address.steps {
            current = current.appending(step)
            current = renames[current] ?? current
        }
        return current
    }
}

extension LayerStatement {
    /// The same whatever line it stands in.
    fileprivate struct Identity: Hashable {
        let address: PackAddress
        let attribute: String?
        let value: String?
    }

    fileprivate var identity: Identity { Identity(address: address, attribute: attribute, value: value) }
}

extension UpgradeConflict {
    fileprivate func isSame(as other: UpgradeConflict) -> Bool {
        layer == other.layer && vendor == other.vendor && address == other.address && attribute == other.attribute
    }
}

extension PackTexts {
    /// The definitions and changes of all its files, as they are written.
    fileprivate var elements: [PackElement] {
        var ignored = DiagnosticList()
        return roots(&ignored).flatMap(\.children)
    }
}
