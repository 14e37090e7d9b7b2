// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Foundation
import Packs
import Services
import Values

// What became of scenarios, for programs.
extension TestReport {
    private struct Document: Encodable {
        struct Scenario: Encodable {
            let name: String
            let pack: String
            let place: String
            let passed: Bool
            let failures: [Failure]
        }

        struct Failure: Encodable {
            let place: String
            let expected: String
            let found: [String]
            let story: [String]
        }

        struct Part: Encodable {
            let kind: String
            let count: Int
            let touched: Int
            let percent: Int
            let untouched: [String]
        }

        let scenarios: [Scenario]
        let coverage: [Part]?
    }

    /// An object with the scenarios in their order, and what was touched if that was asked for.
    var json: String {
        let scenarios = results.map { result in
            Document.Scenario(
                name: result.scenario.name, pack: result.scenario.pack.rawValue,
                place: result.scenario.range.description,
                passed: result.hasPassed,
                failures: result.failures.map { failure in
                    Document.Failure(
                        place: failure.range.description, expected: failure.expected, found: failure.found,
                        story: failure.story.map { "\(local($0.at))  \($0.sentence)" })
                })
        }
        let parts = coverage?.parts.map { part in
            Document.Part(
                kind: part.name, count: part.count, touched: part.touched, percent: part.percent,
                untouched: part.untouched.map(\.name))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(scenarios: scenarios, coverage: parts)
        let data = (try? encoder.encode(document)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// The form that build servers read: a suite for each pack, a case for each scenario.
    ///
    /// - Source: The JUnit XML format as Apache Ant writes it.
    var junit: String {
        var packs: [PackName] = []
        for pack in results.map(\.scenario.pack) where !packs.contains(pack) { packs.append(pack) }
        let suites = packs.map { pack in
            let own = results.filter { $0.scenario.pack == pack }
            let failed = own.count { !$0.hasPassed }
            return "  <testsuite name=\"\(escaped(pack.rawValue))\" tests=\"\(own.count)\" failures=\"\(failed)\">\n"
                + own.map(testCase).joined() + "  </testsuite>\n"
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<testsuites tests=\"\(results.count)\" failures=\"\(failed.count)\" time=\"\(seconds)\">\n"
            + suites.joined() + "</testsuites>\n"
    }

    private func testCase(_ result: ScenarioResult) -> String {
        let scenario = result.scenario
        let head =
            "    <testcase classname=\"\(escaped(scenario.pack.rawValue))\" name=\"\(escaped(scenario.name))\" "
            + "file=\"\(escaped(scenario.range.file))\" line=\"\(scenario.range.start.line)\""
        guard !result.hasPassed else { return head + "/>\n" }
        let failures = result.failures.map { failure in
            let lines = ["\(failure.range)"] + failure.found + failure.story.map { "\(local($0.at))  \($0.sentence)" }
            return "      <failure message=\"\(escaped("expected " + failure.expected))\">"
                + "\(escaped(lines.joined(separator: "\n")))</failure>\n"
        }
        return head + ">\n" + failures.joined() + "    </testcase>\n"
    }

    private func escaped(_ text: String) -> String {
        text.map { character -> String in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
