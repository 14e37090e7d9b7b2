// SPDX-License-Identifier: Apache-2.0

/// Two elements that are the same by name → what differs in them and inside.
struct ElementComparison {
    private typealias Difference = PackComparison.Difference

    private var differences: [PackComparison.Difference] = []

    /// What differs between two packs.
    static func differences(_ old: ComparedElement, _ new: ComparedElement) -> [PackComparison.Difference] {
        var comparison = ElementComparison()
        comparison.compare(old, new, at: PackAddress([]))
        return comparison.differences
    }

    private mutating func compare(_ old: ComparedElement, _ new: ComparedElement, at address: PackAddress) {
        if old.step.name != new.step.name {
            add(
                .renamed, address, nil, PackComparison.Side(old.step.name, old.range),
                PackComparison.Side(new.step.name, new.range))
        }
        for name in Set(old.facts.keys).union(new.facts.keys).sorted() {
            let (before, after) = (old.facts[name], new.facts[name])
            guard before?.value != after?.value else { continue }
            add(before == nil ? .added : after == nil ? .removed : .changed, address, name, before, after)
        }
        compareChildren(old, new, at: address)
    }

    private mutating func compareChildren(_ old: ComparedElement, _ new: ComparedElement, at address: PackAddress) {
        let matches = Self.matches(old.children, new.children)
        for (place, child) in old.children.enumerated() {
            if let match = matches[place] {
                compare(child, new.children[match], at: address.appending(new.children[match].step))
            } else {
                addWhole(.removed, child, at: address.appending(child.step))
            }
        }
        let known = Set(matches.values)
        for (place, child) in new.children.enumerated() where !known.contains(place) {
            addWhole(.added, child, at: address.appending(child.step))
        }
        // Definitions of a pack stand in several files, whose order says nothing.
        if !address.steps.isEmpty { compareOrder(old, new, matches, at: address) }
    }

    /// By the place of an old child: the place of the new one that is the same, by its name or by the name it had.
    private static func matches(_ old: [ComparedElement], _ new: [ComparedElement]) -> [Int: Int] {
        let oldPlaces = Dictionary(old.enumerated().map { ($1.step, $0) }) { first, _ in first }
        var matches: [Int: Int] = [:]
        for (place, child) in new.enumerated() {
            if let same = oldPlaces[child.step] { matches[same] = place }
        }
        for (place, child) in new.enumerated() where oldPlaces[child.step] == nil {
            let former = child.formerNames.lazy.compactMap { oldPlaces[PackAddress.Step(child.step.kind, $0)] }
            if let renamed = former.first(where: { matches[$0] == nil }) { matches[renamed] = place }
        }
        return matches
    }

    private mutating func compareOrder(
        _ old: ComparedElement, _ new: ComparedElement, _ matches: [Int: Int], at address: PackAddress
    ) {
        var seen: Set<String> = []
        for kind in old.children.map(\.step.kind) where seen.insert(kind).inserted {
            let places = matches.keys.filter { old.children[$0].step.kind == kind }.sorted().compactMap { matches[$0] }
            guard places != places.sorted() else { continue }
            add(.reordered, address, kind, old.order(of: kind), new.order(of: kind))
        }
    }

    /// An element that only one side has, with everything it says and everything inside.
    private mutating func addWhole(
        _ change: PackComparison.Difference.Change, _ element: ComparedElement, at address: PackAddress
    ) {
        add(change, address, nil, PackComparison.Side(nil, element.range))
        for (name, side) in element.facts.sorted(by: { $0.key < $1.key }) { add(change, address, name, side) }
        for child in element.children { addWhole(change, child, at: address.appending(child.step)) }
    }

    private mutating func add(
        _ change: PackComparison.Difference.Change, _ address: PackAddress, _ attribute: String?,
        _ side: PackComparison.Side
    ) {
        add(change, address, attribute, change == .removed ? side : nil, change == .removed ? nil : side)
    }

    private mutating func add(
        _ change: PackComparison.Difference.Change, _ address: PackAddress, _ attribute: String?,
        _ old: PackComparison.Side?, _ new: PackComparison.Side?
    ) {
        differences.append(
            PackComparison.Difference(change: change, address: address, attribute: attribute, old: old, new: new))
    }
}

extension ComparedElement {
    /// The names of the elements of a kind, as they stand.
    fileprivate func order(of kind: String) -> PackComparison.Side {
        PackComparison.Side(children.map(\.step).filter { $0.kind == kind }.map(\.name).joined(separator: ", "), range)
    }
}
