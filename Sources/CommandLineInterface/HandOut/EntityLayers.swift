// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// The entities of a model in columns, so that references lead from left to right, with places where lines pass.
///
/// Lines to one entity run together on their way: each column between has one place for all of them.
struct EntityLayers {
    /// What stands in a column.
    enum Place: Hashable {
        case entity(EntityName)
        /// Where the lines to an entity pass.
        case passage(to: EntityName)
    }

    /// A piece of a line between neighbouring columns.
    struct Link: Hashable {
        let from: Place
        let to: Place
    }

    /// From left to right; each from the top.
    private(set) var columns: [[Place]] = []
    private(set) var links: [Link] = []
    /// Entities without a reference in or out.
    let isolated: [EntityName]
    /// Entities that refer to records of their own kind.
    let selfReferring: Set<EntityName>
    /// Entities that more than half of all refer to; lines to them would cover everything else.
    let hubs: [EntityName]
    /// References that go against the columns; they stand as text, since a line back would cross all others.
    private(set) var against: [(from: EntityName, to: EntityName)] = []

    init(_ model: Model) {
        var targets: [EntityName: [EntityName]] = [:]
        for entity in model.entities.values {
            for field in entity.fields.values {
                if case .system = field.origin { continue }
                guard let target = field.reference?.entity, targets[entity.name]?.contains(target) != true else {
                    continue
                }
                targets[entity.name, default: []].append(target)
            }
        }
        let referring = targets.mapValues { Set($0) }
        let hubs = model.entities.keys.filter { name in
            let count = referring.count { $0.key != name && $0.value.contains(name) }
            return count >= 8 && count * 2 > model.entities.count
        }
        self.hubs = Array(hubs)
        for name in Array(targets.keys) { targets[name]?.removeAll { hubs.contains($0) && $0 != name } }
        targets = targets.filter { !$0.value.isEmpty }
        selfReferring = Set(targets.filter { $1.contains($0) }.keys)
        let touched = Set(targets.filter { $0.value != [$0.key] }.flatMap { [$0.key] + $0.value })
        isolated = Array(model.entities.keys.filter { !touched.contains($0) })
        let names = Array(model.entities.keys.filter(touched.contains))
        for name in names { targets[name]?.removeAll { $0 == name } }
        let ranks = rank(names, &targets)
        place(names, targets, ranks)
        untangle()
    }

    /// The longest way from each entity to one that refers to none; references that close a circle are taken out first.
    private mutating func rank(
        _ names: [EntityName], _ targets: inout [EntityName: [EntityName]]
    ) -> [EntityName: Int] {
        var ranks: [EntityName: Int] = [:]
        var path: Set<EntityName> = []
        func visit(_ name: EntityName, _ layers: inout EntityLayers, _ targets: inout [EntityName: [EntityName]]) -> Int
        {
            if let rank = ranks[name] { return rank }
            path.insert(name)
            var rank = 0
            for target in targets[name] ?? [] {
                if path.contains(target) {
                    layers.against.append((name, target))
                    targets[name]?.removeAll { $0 == target }
                } else {
                    rank = max(rank, visit(target, &layers, &targets) + 1)
                }
            }
            path.remove(name)
            ranks[name] = rank
            return rank
        }
        for name in names { _ = visit(name, &self, &targets) }
        return ranks
    }

    private mutating func place(
        _ names: [EntityName], _ targets: [EntityName: [EntityName]], _ ranks: [EntityName: Int]
    ) {
        let last = ranks.values.max() ?? 0
        columns = Array(repeating: [], count: last + 1)
        for name in names { columns[last - (ranks[name] ?? 0)].append(.entity(name)) }
        for name in names {
            for target in targets[name] ?? [] {
                let (start, end) = (last - (ranks[name] ?? 0), last - (ranks[target] ?? 0))
                var before = Place.entity(name)
                for column in (start + 1)..<end {
                    let passage = Place.passage(to: target)
                    if !columns[column].contains(passage) { columns[column].append(passage) }
                    add(Link(from: before, to: passage))
                    before = passage
                }
                add(Link(from: before, to: .entity(target)))
            }
        }
    }

    private mutating func add(_ link: Link) {
        if !links.contains(link) { links.append(link) }
    }

    /// Puts each place near the middle of those it is linked to, back and forth, which takes most crossings out.
    private mutating func untangle() {
        for turn in 0..<12 {
            let order =
                turn.isMultiple(of: 2) ? Array(columns.indices.dropFirst()) : columns.indices.dropLast().reversed()
            for column in order {
                let neighbour = turn.isMultiple(of: 2) ? column - 1 : column + 1
                let places = Dictionary(
                    columns[neighbour].enumerated().map { ($1, (Double($0) + 0.5) / Double(columns[neighbour].count)) },
                    uniquingKeysWith: { first, _ in first })
                let own = columns[column]
                let weighed = own.enumerated().map { index, place -> (Place, Double, Int) in
                    let linked = links.compactMap { link -> Double? in
                        if link.from == place { return places[link.to] }
                        return link.to == place ? places[link.from] : nil
                    }
                    let own = (Double(index) + 0.5) / Double(own.count)
                    return (place, linked.isEmpty ? own : linked.reduce(0, +) / Double(linked.count), index)
                }
                columns[column] = weighed.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
            }
        }
    }
}
