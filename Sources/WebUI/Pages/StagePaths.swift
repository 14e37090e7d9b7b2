// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

// The stages of a record, the ways out of the present one, and what is missing for each.
extension WebUI {
    func stagePaths(_ record: RecordView, _ text: FieldText) throws -> [[String: Any]] {
        let visit = text.visit
        return try visit.model.pipelines(of: text.entity.name).values.sorted { $0.name.rawValue < $1.name.rawValue }
            .filter { text.access.isVisible($0.field) && ($0.condition == nil || !record[$0.field].isNull) }
            .map { pipeline in
                let moves = try workspace.availableMoves(text.entity.name, record.id, pipeline.name, visit.invocation)
                let obstacles = ObstacleText(pipeline, text)
                let missing = moves.compactMap { self.missing($0, obstacles) }
                return [
                    "label": pipeline.label[visit.language],
                    "stages": pipeline.stages.map { stage in
                        [
                            "label": stage.label[visit.language], "category": stage.category.rawValue,
                            "isCurrent": record[pipeline.field] == .text(stage.name.rawValue),
                        ] as [String: Any]
                    },
                    "moves": moves.map { button($0, obstacles) }, "pipeline": pipeline.name.rawValue,
                    "isIncomplete": !missing.isEmpty, "missing": missing,
                ]
            }
    }

    /// What a button of a way says.
    func button(_ move: AvailableMove, _ obstacles: ObstacleText) -> [String: Any] {
        [
            "to": move.stage.name.rawValue,
            "label": (move.transition.label ?? move.stage.label)[obstacles.text.visit.language],
            "arrow": move.direction == .back ? "←" : "→", "isBlocked": !move.obstacles.isEmpty,
            "hint": move.obstacles.map(obstacles.sentence).joined(separator: " "),
        ]
    }

    /// What is missing for a way, without what the form of the move asks for anyway; nil if nothing is.
    func missing(_ move: AvailableMove, _ obstacles: ObstacleText) -> [String: Any]? {
        let language = obstacles.text.visit.language
        let sentences = move.obstacles.filter { $0 != .reason }.map(obstacles.sentence)
        guard !sentences.isEmpty else { return nil }
        return ["label": (move.transition.label ?? move.stage.label)[language], "sentences": sentences]
    }
}
