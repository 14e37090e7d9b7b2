// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Packs
import Services
import Values

/// What became of scenarios, to be printed.
struct TestReport {
    let results: [ScenarioResult]
    let duration: Duration
    /// Tells the local time of moments.
    let local: (Instant) -> String
    /// Nil if it was not asked for.
    let coverage: ScenarioCoverage?

    var failed: [ScenarioResult] { results.filter { !$0.hasPassed } }

    /// Such as `1.25`.
    var seconds: String {
        let (seconds, attoseconds) = duration.components
        let hundredths = String(attoseconds / 10_000_000_000_000_000)
        return "\(seconds).\(String(repeating: "0", count: 2 - hundredths.count))\(hundredths)"
    }

    /// `passed` and every failure with what led to it, then the counts and what was not touched.
    var text: String {
        var text = failed.map(story).joined()
        let passed = results.count - failed.count
        text += "\(counted(results.count, "scenario")): \(passed) passed, \(failed.count) failed\n"
        if let coverage { text += "\n" + Self.text(of: coverage) }
        return text
    }

    private func story(_ result: ScenarioResult) -> String {
        let scenario = result.scenario
        var text = "failed: \(scenario.name) – \(scenario.label.english)\n"
        for failure in result.failures {
            text += "  \(failure.range)\n    expected  \(failure.expected)\n"
            for (index, line) in failure.found.enumerated() {
                text += "    \(index == 0 ? "found     " : "          ")\(line)\n"
            }
            if !failure.story.isEmpty { text += "    before this\n" }
            for event in failure.story { text += "      \(local(event.at))  \(event.sentence)\n" }
        }
        return text + "\n"
    }

    private static func text(of coverage: ScenarioCoverage) -> String {
        var table = TextTable(["touched", "", "of", ""])
        table.rows = coverage.parts.map { part in
            ["\(part.percent)%", String(part.touched), String(part.count), part.label.english]
        }
        var text = table.text + "\(coverage.percent)% in all\n"
        for part in coverage.parts where !part.untouched.isEmpty {
            text += "\nnot among “\(part.label.english)”:\n"
            text += part.untouched.map { "  \($0.name)  (\($0.range))\n" }.joined()
        }
        return text
    }
}
