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
    /// Of the words around what was expected and found, which are English.
    let language: Language

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
        text += language.words(
            "\(counted(results.count, "scenario")): \(passed) passed, \(failed.count) failed\n",
            "\(results.count) 个场景：\(passed) 个通过，\(failed.count) 个失败\n")
        if let coverage { text += "\n" + self.text(of: coverage) }
        return text
    }

    private func story(_ result: ScenarioResult) -> String {
        let scenario = result.scenario
        var text = "\(language.words("failed: ", "失败："))\(scenario.name) – \(scenario.label[language])\n"
        for failure in result.failures {
            text += "  \(failure.range)\n    \(language.words("expected", "期望    "))  \(failure.expected)\n"
            for (index, line) in failure.found.enumerated() {
                text += "    \(index == 0 ? language.words("found     ", "实际      ") : "          ")\(line)\n"
            }
            if !failure.story.isEmpty { text += language.words("    before this\n", "    此前\n") }
            for event in failure.story { text += "      \(local(event.at))  \(event.sentence)\n" }
        }
        return text + "\n"
    }

    private func text(of coverage: ScenarioCoverage) -> String {
        var table = TextTable([language.words("touched", "已涉及"), "", language.words("of", "共"), ""])
        table.rows = coverage.parts.map { part in
            ["\(part.percent)%", String(part.touched), String(part.count), part.label[language]]
        }
        var text = table.text + language.words("\(coverage.percent)% in all\n", "总计 \(coverage.percent)%\n")
        for part in coverage.parts where !part.untouched.isEmpty {
            text += language.words("\nnot among “\(part.label.english)”:\n", "\n未涉及的“\(part.label.chinese)”：\n")
            text += part.untouched.map { "  \($0.name)  (\($0.range))\n" }.joined()
        }
        return text
    }
}
