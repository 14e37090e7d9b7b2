// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The percentage that a pipeline's stages, and what is met of their exit conditions, stand for.
extension ModelBuilder {
    /// The field that a pipeline names for it: one of the entity's own, or else one that the pipeline makes.
    mutating func collectProbability(_ pipeline: PackElement, _ entity: EntityName) {
        guard let value = pipeline.value(of: "probability") else { return }
        let name = FieldName(value.text)
        if let known = draft.entities[entity]?.fields[name] {
            guard known.valueType == .decimal, isWritable(name, of: entity), !known.element.isTrue("required"),
                known.element["default"] == nil
            else {
                diagnostics.append(
                    .badStage, "“\(name)” cannot hold the percentage, which the engine computes.", at: value.range,
                    hint: "Name a field of the type percent without “compute”, “default” and “required”, or a new one.")
                return
            }
            draft.entities[entity]?.fields[name]?.progress = pipeline
            return
        }
        guard let type = fieldTypes["percent"],
            define("field", "\(entity).\(name)", at: value.range, hint: anotherName)
        else { return }
        let element = PackElement(
            name: "field", range: value.range,
            children: madeLabels(english: "Probability", chinese: "可能性", at: value.range))
        var made = ModelDraft.FieldDraft(name: name, element: element, type: type, valueType: .decimal)
        made.scale = 2
        made.progress = pipeline
        draft.entities[entity]?.fields[name] = made
    }

    /// What a stage begins with, and the share of the way to the next that its met exit conditions stand for.
    ///
    /// Mistakes in those conditions are found where they stand, and not again here.
    mutating func probability(of pipeline: PackElement, on entity: EntityName) -> TypedExpression? {
        let stages = pipeline.children("stage")
        let bases = probabilities(of: stages)
        var branches: [String] = []
        for (index, stage) in stages.enumerated() {
            guard let id = stage["id"], let field = pipeline["field"] else { continue }
            let rest = zip(stages, bases).dropFirst(index + 1)
            let next = rest.first { $0.0["category"] != "lost" }?.1 ?? 100
            let span = max(next - bases[index], 0)
            let criteria = criteria(of: stage)
            let isEnd = stage["category"] == "won" || stage["category"] == "lost"
            var value = written(bases[index])
            if !criteria.isEmpty, !isEnd {
                let met = criteria.map { "case(\($0):1,true:0)" }.joined(separator: " add ")
                value += " add (\(met)) mul \(written(span)) divby \(criteria.count)"
            }
            branches.append("\(field) eq '\(id)':\(value)")
        }
        let source = "case(\(branches.joined(separator: ",")))"
        return try? compiler.compile(source, as: .decimal, on: entity, in: DraftScope(draft: draft))
    }

    /// In hundredths of a percent: as the stages say, or spread evenly over those in which work goes on.
    private mutating func probabilities(of stages: [PackElement]) -> [Int] {
        let open = stages.filter { $0["category"] == nil || $0["category"] == "open" }
        var passed = 0
        return stages.map { stage in
            defer { if stage["category"] == nil || stage["category"] == "open" { passed += 1 } }
            if let own = number("probability", of: stage, in: 0...100) { return own * 100 }
            switch stage["category"] {
            case "won": return 10000
            case "lost": return 0
            default: return open.isEmpty ? 0 : 10000 * passed / open.count
            }
        }
    }

    /// What has to be met to go on, a condition each.
    private func criteria(of stage: PackElement) -> [String] {
        stage.words("exit-requires").map { "\($0.value) ne null" }
            + stage.children("exit").compactMap { $0["test"].map { "(\($0))" } }
            + stage.children("needs").filter { $0["on"] != "entry" }.compactMap { need in
                guard let relationship = need["relationship"] else { return nil }
                let filter = need["where"].map { "($filter=\($0))" } ?? ""
                return "\(relationship)/$count\(filter) ge \(need["count"] ?? "1")"
            }
    }

    private func written(_ hundredths: Int) -> String {
        let rest = String(hundredths % 100)
        return "\(hundredths / 100)." + (rest.count == 1 ? "0" + rest : rest)
    }
}
