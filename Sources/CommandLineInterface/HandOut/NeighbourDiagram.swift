// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// An entity between those that refer to it, on the left, and those that it refers to, on the right.
///
/// The fields stand inside the outer boxes, so that no label lies on a line.
struct NeighbourDiagram {
    let model: Model
    let language: Language
    let entity: Entity

    private struct Neighbour {
        let entity: Entity
        let fields: [String]
        var height: Double { 28 + Double(fields.count) * 15 }
    }

    private static let boxWidth = 250.0
    private static let middle = 190.0
    private static let span = 90.0

    /// The drawing; nothing for an entity without neighbours.
    var drawn: Markup {
        let (left, right) = (referring, referred)
        guard !left.isEmpty || !right.isEmpty else { return .empty }
        let height = max(stacked(left), stacked(right), 60) + 8
        let middleX = left.isEmpty ? 4.0 : 4 + Self.boxWidth + Self.span
        let rightX = middleX + Self.middle + Self.span
        let width = right.isEmpty ? middleX + Self.middle + 4 : rightX + Self.boxWidth + 4
        let leftPart = column(left, x: 4, height: height) { y in
            line(from: (4 + Self.boxWidth, y), to: (middleX, height / 2))
        }
        let rightPart = column(right, x: rightX, height: height) { y in
            line(from: (middleX + Self.middle, height / 2), to: (rightX, y))
        }
        let centre = box(entity, x: middleX, y: height / 2 - 22, size: (Self.middle, 44), style: "centre")
        let title = DrawnText(entity.label[language], within: Self.middle - 16)
            .markup(x: middleX + Self.middle / 2, y: height / 2 + 5, style: "middle strong")
        return drawing(
            width: width, height: height, title: entity.label[language], leftPart + rightPart + [centre, title])
    }

    private var referring: [Neighbour] {
        model.entities.values.compactMap { other in
            let fields = references(of: other).filter { $0.reference?.entity == entity.name }
            return fields.isEmpty ? nil : Neighbour(entity: other, fields: fields.map { $0.label[language] })
        }
    }

    private var referred: [Neighbour] {
        let fields = references(of: entity)
        return model.entities.values.compactMap { other in
            let own = fields.filter { $0.reference?.entity == other.name }
            return own.isEmpty ? nil : Neighbour(entity: other, fields: own.map { $0.label[language] })
        }
    }

    private func references(of entity: Entity) -> [Field] {
        entity.fields.values.filter { field in
            if case .system = field.origin { return false }
            return field.reference != nil
        }
    }

    private func stacked(_ neighbours: [Neighbour]) -> Double {
        neighbours.reduce(0) { $0 + $1.height + 10 }
    }

    private func column(
        _ neighbours: [Neighbour], x: Double, height: Double, _ line: (Double) -> Markup
    ) -> [Markup] {
        var y = (height - stacked(neighbours) + 10) / 2
        var drawn: [Markup] = []
        for neighbour in neighbours {
            drawn.append(line(y + neighbour.height / 2))
            drawn.append(box(neighbour.entity, x: x, y: y, size: (Self.boxWidth, neighbour.height), style: ""))
            let name = DrawnText(neighbour.entity.label[language], within: Self.boxWidth - 16)
                .markup(x: x + 10, y: y + 19, style: "strong")
            drawn.append(.element("a", ["href": "#" + Anchor.entity(neighbour.entity.name).name], [name]))
            for (index, field) in neighbour.fields.enumerated() {
                let text = DrawnText(field, within: Self.boxWidth + 10)
                drawn.append(text.markup(x: x + 10, y: y + 35 + Double(index) * 15, style: "small"))
            }
            y += neighbour.height + 10
        }
        return drawn
    }

    private func box(_ entity: Entity, x: Double, y: Double, size: (width: Double, height: Double), style: String)
        -> Markup
    {
        let pack = (model.packs.firstIndex { $0.name == entity.pack } ?? 0) % 6
        return .element(
            "rect",
            [
                "x": written(x), "y": written(y), "width": written(size.width), "height": written(size.height),
                "rx": "6",
                "class": "pack\(pack) \(style)",
            ])
    }

    private func line(from: (x: Double, y: Double), to: (x: Double, y: Double)) -> Markup {
        .joined([curve(from: from, to: to), arrowHead(x: to.x, y: to.y, toRight: true)])
    }
}

/// A line that leaves and arrives level.
func curve(from: (x: Double, y: Double), to: (x: Double, y: Double)) -> Markup {
    let bend = written((from.x + to.x) / 2)
    return .element(
        "path",
        [
            "d":
                "M \(written(from.x)) \(written(from.y)) C \(bend) \(written(from.y)) \(bend) \(written(to.y)) \(written(to.x)) \(written(to.y))"
        ])
}
