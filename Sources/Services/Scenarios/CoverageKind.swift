// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

/// A kind of thing in a model that scenarios should touch, such as stages.
public struct CoverageKind: Sendable {
    /// One thing of the kind.
    public struct Point: Sendable, Hashable {
        /// Unique in its kind, such as `renewal.lapsed`.
        public let name: String
        public let range: SourceRange

        init(_ name: String, at range: SourceRange) {
            self.name = name
            self.range = range
        }
    }

    public let name: String
    public let label: Label
    let points: @Sendable (Model) -> [Point]
    /// The names of those that a scenario touched.
    let touched: @Sendable (ScenarioTraces) throws -> Set<String>

    /// Every kind; one line for each.
    static let all: [CoverageKind] = [
        stages, transitions, guards, approvals, rules, reservations, pools, shares, reveals, automations, clocks,
        reports, metrics, goals, dashboards, roles, imports,
    ]

    static func touched(by footprint: ScenarioFootprint, _ workspace: Workspace) throws -> [String: Set<String>] {
        let environment = workspace.model.current
        return try workspace.store.read(environment) { transaction in
            let traces = try ScenarioTraces(environment.model, footprint, transaction)
            return Dictionary(uniqueKeysWithValues: try all.map { ($0.name, try $0.touched(traces)) })
        }
    }
}

extension CoverageKind {
    /// Entered by being added there, by a move, or by an automation.
    private static let stages = CoverageKind(
        name: "stages", label: Label(english: "Stages entered", chinese: "进入过的阶段"),
        points: { model in
            model.pipelines.values.flatMap { pipeline in
                pipeline.stages.filter { !$0.isRetired }.map {
                    Point("\(pipeline.name).\($0.name)", at: pipeline.range)
                }
            }
        },
        touched: { traces in Set(traces.entries.map { "\($0.pipeline).\($0.to)" }) })

    private static let transitions = CoverageKind(
        name: "transitions", label: Label(english: "Transitions taken", chinese: "走过的流转"),
        points: { model in
            model.pipelines.values.flatMap { pipeline in
                pipeline.transitions.map { Point(title(of: $0, in: pipeline), at: $0.range) }
            }
        },
        touched: { traces in
            Set(
                traces.entries.compactMap { entry in
                    guard let from = entry.from, let pipeline = traces.model.pipelines[entry.pipeline] else {
                        return nil
                    }
                    return pipeline.transition(from: from, to: entry.to).map { title(of: $0, in: pipeline) }
                })
        })

    private static func title(of transition: Transition, in pipeline: Pipeline) -> String {
        "\(pipeline.name): \(transition.from.map(\.rawValue).joined(separator: ", ")) → \(transition.to)"
    }

    /// Seen to stand in a way.
    private static let guards = CoverageKind(
        name: "guards", label: Label(english: "Guards seen refusing", chinese: "拦截过的守卫条件"),
        points: { model in model.pipelines.values.flatMap { guardPoints(of: $0) } },
        touched: { traces in Set(traces.footprint.refusals.compactMap(\.move).flatMap { names(of: $0, traces.model) }) }
    )

    private static func guardPoints(of pipeline: Pipeline) -> [Point] {
        let stages = pipeline.stages.flatMap { stage in
            codes(of: stage.entry, "guard").map { Point("\(pipeline.name).\(stage.name): \($0)", at: pipeline.range) }
                + codes(of: stage.exit, "exit").map {
                    Point("\(pipeline.name).\(stage.name): \($0)", at: pipeline.range)
                }
        }
        let ways = pipeline.transitions.flatMap { transition in
            codes(of: transition.requirements, "guard").map {
                Point("\(title(of: transition, in: pipeline)): \($0)", at: transition.range)
            }
        }
        return stages + ways
    }

    /// Conditions and related records, by the codes with which they refuse.
    private static func codes(of requirements: StageRequirements, _ word: String) -> [String] {
        requirements.guards.map { "\(word).\($0.name)" } + requirements.needs.map { "needs.\($0.name)" }
    }

    private static func names(of refusal: MoveRefusal, _ model: Model) -> [String] {
        guard let pipeline = model.pipelines[refusal.pipeline] else { return [] }
        let seen = Set(refusal.obstacles.map(\.code))
        var names: [String] = []
        for (stage, word) in [(refusal.to, "guard"), (refusal.from, "exit")] {
            guard let stage = pipeline.stage(stage) else { continue }
            let own = codes(of: word == "guard" ? stage.entry : stage.exit, word)
            names += own.filter(seen.contains).map { "\(pipeline.name).\(stage.name): \($0)" }
        }
        if let transition = pipeline.transition(from: refusal.from, to: refusal.to) {
            let own = codes(of: transition.requirements, "guard").filter(seen.contains)
            names += own.map { "\(title(of: transition, in: pipeline)): \($0)" }
        }
        return names
    }

    private static let rules = CoverageKind(
        name: "rules", label: Label(english: "Rules seen refusing", chinese: "拦截过的校验规则"),
        points: { model in
            model.entities.values.flatMap { entity in
                entity.rules.filter { $0.severity == .error }.map {
                    Point("\(entity.name).\($0.name)", at: entity.range)
                } + entity.combinations.map { Point("\(entity.name).unique.\($0.name)", at: $0.range) }
            }
        },
        touched: { traces in
            Set(
                traces.footprint.refusals.flatMap { refusal in
                    refusal.codes.compactMap { code in
                        guard let entity = refusal.entity else { return nil }
                        if code.hasPrefix("unique.") { return "\(entity).\(code)" }
                        return code.hasPrefix("rule.") ? "\(entity).\(code.dropFirst("rule.".count))" : nil
                    }
                })
        })

    private static let automations = CoverageKind(
        name: "automations", label: Label(english: "Automations fired", chinese: "触发过的自动化"),
        points: { model in model.time.automations.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.fired.map(\.automation)) })

    private static let clocks = CoverageKind(
        name: "clocks", label: Label(english: "Clocks started", chinese: "启动过的时钟"),
        points: { model in model.time.clocks.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in
            let rows = try traces.transaction.engineRows(EngineSelection(.clocks, limit: 1_000_000))
            return Set(rows.compactMap { if case .text(let name) = $0[1] { name } else { nil } })
        })

    private static let reports = CoverageKind(
        name: "reports", label: Label(english: "Reports expected", chinese: "核对过的报表"),
        points: { model in model.reports.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.reports.map(\.rawValue)) })

    private static let roles = CoverageKind(
        name: "roles", label: Label(english: "Roles that acted", chinese: "执行过操作的角色"),
        points: { model in model.roles.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.roles.map(\.rawValue)) })

    private static let imports = CoverageKind(
        name: "imports", label: Label(english: "Imports run", chinese: "运行过的导入"),
        points: { model in model.imports.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.imports.map(\.rawValue)) })
}
