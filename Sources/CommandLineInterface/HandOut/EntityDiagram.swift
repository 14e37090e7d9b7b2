// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// All entities of a model in one drawing, with an arrow to each that another refers to.
struct EntityDiagram {
    let model: Model
    let language: Language

    private static let boxWidth = 144.0
    private static let boxHeight = 30.0
    private static let span = 56.0

    /// The drawing, and in words what it leaves out.
    var drawn: Markup {
        let layers = EntityLayers(model)
        let heights = layers.columns.map { column in column.reduce(0.0) { $0 + self.height($1) + 18 } }
        let tall = (heights.max() ?? 0) + 8
        let centres = self.centres(layers, tall)
        let width = Double(layers.columns.count) * (Self.boxWidth + Self.span) - Self.span + 8
        let across = max(1, Int((width - 8 + 12) / (Self.boxWidth + 12)))
        let rows = (layers.isolated.count + across - 1) / across
        let lines = layers.columns.indices.flatMap { column in self.lines(layers, column, centres) }
        let boxes = layers.columns.indices.flatMap { column in
            layers.columns[column].compactMap { place -> Markup? in
                guard case .entity(let name) = place, let y = centres[column][place] else { return nil }
                return box(name, x: x(column), y: y - Self.boxHeight / 2, isRing: layers.selfReferring.contains(name))
            }
        }
        let alone = layers.isolated.enumerated().map { index, name in
            box(
                name, x: 4 + Double(index % across) * (Self.boxWidth + 12),
                y: tall + Double(index / across) * (Self.boxHeight + 10), isRing: layers.selfReferring.contains(name))
        }
        let title = language == .english ? "Entities and their references" : "实体及其引用"
        let whole = tall + Double(rows) * (Self.boxHeight + 10) + 4
        return .joined([
            drawing(width: max(width, 200), height: whole, title: title, lines + boxes + alone), notes(layers),
        ])
    }

    private func x(_ column: Int) -> Double { 4 + Double(column) * (Self.boxWidth + Self.span) }

    private func height(_ place: EntityLayers.Place) -> Double {
        switch place {
        case .entity: Self.boxHeight
        case .passage: 2
        }
    }

    private func centres(_ layers: EntityLayers, _ tall: Double) -> [[EntityLayers.Place: Double]] {
        layers.columns.map { column in
            let used = column.reduce(0) { $0 + height($1) }
            let room = (tall - 8 - used) / Double(column.count + 1)
            var y = 4 + room
            var centres: [EntityLayers.Place: Double] = [:]
            for place in column {
                centres[place] = y + height(place) / 2
                y += height(place) + room
            }
            return centres
        }
    }

    private func lines(
        _ layers: EntityLayers, _ column: Int, _ centres: [[EntityLayers.Place: Double]]
    ) -> [Markup] {
        layers.columns[column].flatMap { from -> [Markup] in
            guard let start = centres[column][from] else { return [] }
            var drawn: [Markup] = []
            if case .passage = from {
                drawn.append(polyline([(x(column), start), (x(column) + Self.boxWidth, start)]))
            }
            guard column + 1 < layers.columns.count else { return drawn }
            for link in layers.links where link.from == from {
                guard let end = centres[column + 1][link.to] else { continue }
                drawn.append(curve(from: (x(column) + Self.boxWidth, start), to: (x(column + 1), end)))
                if case .entity = link.to { drawn.append(arrowHead(x: x(column + 1), y: end, toRight: true)) }
            }
            return drawn
        }
    }

    private func box(_ name: EntityName, x: Double, y: Double, isRing: Bool) -> Markup {
        let entity = model.entities[name]
        let pack = (model.packs.firstIndex { $0.name == entity?.pack } ?? 0) % 6
        let label = DrawnText(
            (entity?.label[language] ?? name.rawValue) + (isRing ? " ↺" : ""), within: Self.boxWidth - 10)
        return .element(
            "a", ["href": "#" + Anchor.entity(name).name],
            [
                .element(
                    "rect",
                    [
                        "x": written(x), "y": written(y), "width": written(Self.boxWidth),
                        "height": written(Self.boxHeight),
                        "rx": "6", "class": "pack\(pack)",
                    ]),
                label.markup(x: x + Self.boxWidth / 2, y: y + Self.boxHeight / 2 + 5, style: "middle"),
            ])
    }

    private func notes(_ layers: EntityLayers) -> Markup {
        func label(_ name: EntityName) -> String { model.entities[name]?.label[language] ?? name.rawValue }
        var notes: [String] = []
        if !layers.selfReferring.isEmpty {
            notes.append(
                language == .english ? "↺ refers to records of its own kind." : "↺ 引用同类记录。")
        }
        if !layers.hubs.isEmpty {
            let names = layers.hubs.map(label)
            notes.append(
                language == .english
                    ? "Not drawn, as so many have them: references to \(names.joined(separator: ", "))."
                    : "引用过多而未画出：指向\(names.joined(separator: "、"))的引用。")
        }
        if !layers.against.isEmpty {
            let ways = layers.against.map { "\(label($0.from)) → \(label($0.to))" }
            notes.append(
                language == .english
                    ? "Not drawn, as they lead back: \(ways.joined(separator: ", "))."
                    : "未画出的反向引用：\(ways.joined(separator: "、"))。")
        }
        return notes.isEmpty ? .empty : .element("p", ["class": "quiet"], notes.joined(separator: " "))
    }
}
