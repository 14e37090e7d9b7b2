// SPDX-License-Identifier: Apache-2.0
import Schemas
import Storage
import Values

/// A record beside another one of its tree: how many steps lie between them.
struct TreeStep: Hashable {
    let id: RecordID
    let depth: Int64
}

/// What a tree's table tells.
struct TreeReader {
    let entity: EntityName
    private let transaction: any ReadTransaction

    init(_ entity: EntityName, _ transaction: any ReadTransaction) {
        self.entity = entity
        self.transaction = transaction
    }

    var isOfTree: EngineCondition { .equals("entity", .text(entity.rawValue)) }

    func isBelow(_ record: RecordID, _ ancestor: RecordID) throws -> Bool {
        let entry: [EngineCondition] = [
            isOfTree, .equals("ancestor", .identifier(ancestor)), .equals("record", .identifier(record)),
        ]
        return try !transaction.engineRows(EngineSelection(.ancestry, where: entry, limit: 1)).isEmpty
    }

    /// The records above one, the nearest first.
    func above(_ record: RecordID) throws -> [TreeStep] {
        try steps([isOfTree, .equals("record", .identifier(record))], column: 1)
    }

    /// The records below one, the nearest first.
    func below(_ record: RecordID) throws -> [TreeStep] {
        try steps([isOfTree, .equals("ancestor", .identifier(record))], column: 2)
    }

    private func steps(_ conditions: [EngineCondition], column: Int) throws -> [TreeStep] {
        try transaction.engineRows(
            EngineSelection(.ancestry, where: conditions, order: "depth", limit: Int(Int32.max))
        ).compactMap { row in
            guard case .identifier(let id) = row[column], case .integer(let depth) = row[3] else { return nil }
            return TreeStep(id: id, depth: depth)
        }
    }
}

/// Keeps the table of a tree while its records are written.
struct TreeBook {
    let reader: TreeReader
    private let transaction: any WriteTransaction

    init(_ entity: EntityName, _ transaction: any WriteTransaction) {
        reader = TreeReader(entity, transaction)
        self.transaction = transaction
    }

    /// Puts a record, with everything below it, under another one; nil makes it the top of a tree of its own.
    func move(_ record: RecordID, under parent: RecordID?) throws {
        let branch = [TreeStep(id: record, depth: 0)] + (try reader.below(record))
        for step in branch { try cut(step.id, above: step.depth) }
        guard let parent else { return }
        try join(branch, under: [TreeStep(id: parent, depth: 0)] + reader.above(parent))
    }

    /// Takes a record out; what stood below it stands on its own from now on.
    func takeOut(_ record: RecordID) throws {
        for step in try reader.below(record) { try cut(step.id, above: step.depth - 1) }
        try cut(record, above: 0)
    }

    /// Puts a record that is in no tree between the one above it and those whose own value names it.
    func putBack(_ record: RecordID, under parent: RecordID?, over children: [RecordID]) throws {
        var below: [TreeStep] = []
        for child in children {
            below.append(TreeStep(id: child, depth: 1))
            below += try reader.below(child).map { TreeStep(id: $0.id, depth: $0.depth + 1) }
        }
        try join(below, under: [TreeStep(id: record, depth: 0)], distance: 0)
        guard let parent else { return }
        let above = [TreeStep(id: parent, depth: 0)] + (try reader.above(parent))
        try join([TreeStep(id: record, depth: 0)] + below, under: above)
    }

    /// Forgets everything, and writes down what a table of records and those above them says.
    ///
    /// - Returns: The records that stand above themselves; nothing was written if there are any.
    func rebuild(_ parents: [(record: RecordID, parent: RecordID?)]) throws -> [RecordID] {
        let known = Dictionary(parents.map { ($0.record, $0.parent) }) { first, _ in first }
        var rows: [[Value]] = []
        var circles: [RecordID] = []
        for (record, parent) in parents {
            var (next, depth) = (parent, Int64(1))
            while let ancestor = next, known[ancestor] != nil {
                guard ancestor != record, depth <= Int64(known.count) else {
                    circles.append(record)
                    break
                }
                rows.append(row(ancestor, record, depth))
                next = known[ancestor] ?? nil
                depth += 1
            }
        }
        guard circles.isEmpty else { return circles }
        try transaction.delete(from: .ancestry, where: [reader.isOfTree])
        for row in rows { try transaction.insert(into: .ancestry, row) }
        return []
    }

    private func cut(_ record: RecordID, above depth: Int64) throws {
        try transaction.delete(
            from: .ancestry,
            where: [
                reader.isOfTree, .equals("record", .identifier(record)), .greater("depth", .integer(depth)),
            ])
    }

    /// - Parameter distance: The steps between the first of the one and the first of the other.
    private func join(_ below: [TreeStep], under above: [TreeStep], distance: Int64 = 1) throws {
        for ancestor in above {
            for step in below {
                let depth = ancestor.depth + distance + step.depth
                try transaction.insert(into: .ancestry, row(ancestor.id, step.id, depth))
            }
        }
    }

    private func row(_ ancestor: RecordID, _ record: RecordID, _ depth: Int64) -> [Value] {
        [.text(reader.entity.rawValue), .identifier(ancestor), .identifier(record), .integer(depth)]
    }
}
