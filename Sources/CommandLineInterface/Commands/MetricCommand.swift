// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import OrderedCollections
import Services
import Values

/// Prints metrics, and how far goals are reached.
struct MetricCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "metric",
        abstract: "Prints what a metric is now, all of them, or how far the goals are reached.",
        discussion: """
              trellis metric
              trellis metric wonAmount --as manager1
              trellis metric --goals
            """)

    @Argument(help: "The metric’s name; all of them without it.")
    var name: String?

    @Flag(help: "The goals that are not over.")
    var goals = false

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        let settings = DisplaySettings(language: invocation.language, offset: workspace.clock.offset)
        if goals {
            environment.write(Self.table(try await workspace.goals(invocation), invocation, settings))
            return .done
        }
        let figures =
            try await name == nil
            ? workspace.metrics(nil, invocation) : [workspace.metric(MetricName(name ?? ""), invocation)]
        var table = TextTable(["name", "metric", "figure"])
        table.rows = figures.map { figure in
            [
                figure.metric.name.rawValue, figure.metric.label[invocation.language],
                figure.column.text(figure.figure, in: invocation.model, settings),
            ]
        }
        environment.write(table.text)
        return .done
    }

    private static func table(
        _ goals: [GoalProgress], _ invocation: Invocation, _ settings: DisplaySettings
    ) -> String {
        var table = TextTable(["goal", "metric", "figure", "target", "attainment", "due"])
        table.rows = goals.map { goal in
            func text(_ value: Value, _ format: FigureFormat) -> String {
                ReportColumn(name: "", label: goal.metric.label, format: format, style: .amount)
                    .text(value, in: invocation.model, settings)
            }
            return [
                goal.title, goal.metric.label[invocation.language], text(goal.figure, goal.metric.format),
                text(goal.target, goal.metric.format), text(goal.attainment, .percent), goal.due?.description ?? "",
            ]
        }
        return table.text
    }
}
