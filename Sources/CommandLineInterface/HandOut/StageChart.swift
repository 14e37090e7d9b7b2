// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// A pipeline as a drawing: stages below each other in their order, moves forward on the right, moves back on the left.
///
/// Every move has a lane of its own where others pass, so that no number stands on another.
struct StageChart {
    let pipeline: Pipeline
    let language: Language

    private static let lane = 26.0
    private static let gap = 22.0
    private static let port = 13.0
    private static let boxWidth = 230.0

    /// One move on one side: the stages that it leaves, and the one it enters, as rows.
    private struct Way {
        let number: Int
        let from: [Int]
        let to: Int

        var rows: ClosedRange<Int> {
            let all = from + [to]
            return (all.min() ?? to)...(all.max() ?? to)
        }
    }

    private enum Side { case right, left }

    /// The drawing.
    var drawn: Markup {
        let forward = ways(.right)
        let back = ways(.left)
        let (forwardLanes, backLanes) = (lanes(forward), lanes(back))
        let left = 16 + Double((backLanes.max() ?? -1) + 1) * Self.lane + 14
        let right = left + Self.boxWidth + 14 + Double((forwardLanes.max() ?? -1) + 1) * Self.lane + 16
        let tops = self.tops(forward, back)
        let lines =
            zip(forward, forwardLanes).map { draw($0, lane: $1, .right, edge: left + Self.boxWidth, forward, tops) }
            + zip(back, backLanes).map { draw($0, lane: $1, .left, edge: left, back, tops) }
        let boxes = pipeline.stages.indices.map {
            box($0, x: left, top: tops[$0], height: tops[$0 + 1] - tops[$0] - Self.gap)
        }
        return drawing(
            width: right, height: tops[pipeline.stages.count], title: pipeline.label[language],
            lines.map(\.lines) + boxes + lines.map(\.number))
    }

    private func ways(_ side: Side) -> [Way] {
        pipeline.transitions.enumerated().compactMap { index, move in
            guard let to = row(move.to) else { return nil }
            let from = move.from.compactMap(row).filter { side == .right ? $0 < to : $0 >= to }
            return from.isEmpty ? nil : Way(number: index + 1, from: from.sorted(), to: to)
        }.sorted { ($0.rows.count, $0.number) < ($1.rows.count, $1.number) }
    }

    private func row(_ name: StageName) -> Int? { pipeline.stages.firstIndex { $0.name == name } }

    /// A lane for each way: the one next to the boxes where nothing else is, short ways first.
    private func lanes(_ ways: [Way]) -> [Int] {
        var taken: [[ClosedRange<Int>]] = []
        return ways.map { way in
            let free = taken.firstIndex { lane in !lane.contains { $0.overlaps(way.rows) } } ?? taken.count
            if free == taken.count { taken.append([]) }
            taken[free].append(way.rows)
            return free
        }
    }

    /// The ends of lines at one side of a stage, from the top: what comes from above, what stays, what goes on below.
    private func ports(_ stage: Int, _ ways: [Way]) -> [(number: Int, isEntry: Bool)] {
        let entries = ways.filter { $0.to == stage }.map { ($0.number, true) }
        let exits = ways.filter { $0.from.contains(stage) }.map { ($0.number, false) }
        // Moves forward enter from above and leave below; moves back enter from below.
        let isForward = ways.contains { way in way.from.contains { $0 < way.to } }
        return isForward ? entries + exits : exits + entries
    }

    /// The upper edge of each stage, and of what would come after the last.
    private func tops(_ forward: [Way], _ back: [Way]) -> [Double] {
        var tops = [14.0]
        for stage in pipeline.stages.indices {
            let ports = max(ports(stage, forward).count, ports(stage, back).count)
            tops.append((tops.last ?? 0) + max(38, Double(ports + 1) * Self.port) + Self.gap)
        }
        return tops
    }

    private func height(_ stage: Int, _ number: Int, isEntry: Bool, _ ways: [Way], _ tops: [Double]) -> Double {
        let ports = ports(stage, ways)
        let place = ports.firstIndex { $0.number == number && $0.isEntry == isEntry } ?? 0
        let height = tops[stage + 1] - tops[stage] - Self.gap
        return tops[stage] + height * Double(place + 1) / Double(ports.count + 1)
    }

    private func draw(
        _ way: Way, lane: Int, _ side: Side, edge: Double, _ ways: [Way], _ tops: [Double]
    ) -> (lines: Markup, number: Markup) {
        let sign: Double = side == .right ? 1 : -1
        let x = edge + sign * (14 + (Double(lane) + 0.5) * Self.lane)
        let entry = height(way.to, way.number, isEntry: true, ways, tops)
        let exits = way.from.map { height($0, way.number, isEntry: false, ways, tops) }
        let lines = exits.map { polyline([(edge, $0), (x, $0), (x, entry), (edge + sign * 6, entry)]) }
        let ends = exits + [entry]
        let middle = ((exits.last ?? entry) + entry) / 2
        let place = way.from.count > 1 ? ((ends.min() ?? 0) + (ends.max() ?? 0)) / 2 : middle
        let number: [Markup] = [
            .element("circle", ["cx": written(x), "cy": written(place), "r": "9"]),
            DrawnText("\(way.number)", within: 30).markup(x: x, y: place + 4, style: "middle"),
        ]
        return (
            .element("g", [:], lines + [arrowHead(x: edge, y: entry, toRight: side == .left)]),
            .element("g", [:], number)
        )
    }

    private func box(_ index: Int, x: Double, top: Double, height: Double) -> Markup {
        let stage = pipeline.stages[index]
        let style = stage.category.rawValue + (stage.isRetired ? " retired" : "")
        return .element(
            "g", [:],
            [
                .element(
                    "rect",
                    [
                        "x": written(x), "y": written(top), "width": written(Self.boxWidth), "height": written(height),
                        "rx": "6",
                        "class": style,
                    ]),
                DrawnText(stage.label[language], within: Self.boxWidth - 20)
                    .markup(x: x + Self.boxWidth / 2, y: top + height / 2 + 5, style: "middle strong"),
            ])
    }
}
