// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Findings in the format that code hosts and editors take from checkers.
///
/// - Source: Static Analysis Results Interchange Format (SARIF) 2.1.0, OASIS Standard.
public struct SARIFLog: Sendable, Encodable {
    /// What found it.
    public struct Tool: Sendable {
        let name: String
        let version: String
        let rules: [DiagnosticRule]

        public init(name: String, version: String, rules: [DiagnosticRule]) {
            self.name = name
            self.version = version
            self.rules = rules
        }
    }

    private let tool: Tool
    private let findings: [Diagnostic]
    private let places: SARIFPlaces
    private let sentence: @Sendable (Wording) -> String

    /// - Parameters:
    ///   - sources: The texts of the files that findings name; a place in any other file is told by its first column.
    ///   - sentence: What is said of a finding, in the language of those who read the log.
    public init(
        _ list: DiagnosticList, sources: [SourceText], tool: Tool,
        saying sentence: @escaping @Sendable (Wording) -> String = { $0.english }
    ) {
        self.tool = tool
        findings = list.sorted()
        places = SARIFPlaces(sources: sources)
        self.sentence = sentence
    }

    /// The log as JSON, with keys in alphabetical order.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var log = encoder.container(keyedBy: Key.self)
        try log.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: "$schema")
        try log.encode("2.1.0", forKey: "version")
        var runs = log.nestedUnkeyedContainer(forKey: "runs")
        var run = runs.nestedContainer(keyedBy: Key.self)
        // Columns are converted: this is the unit that readers assume.
        try run.encode("utf16CodeUnits", forKey: "columnKind")
        try run.encode([["executionSuccessful": true]], forKey: "invocations")
        var tool = run.nestedContainer(keyedBy: Key.self, forKey: "tool")
        var driver = tool.nestedContainer(keyedBy: Key.self, forKey: "driver")
        try driver.encode(self.tool.name, forKey: "name")
        try driver.encode(self.tool.version, forKey: "semanticVersion")
        var rules = driver.nestedUnkeyedContainer(forKey: "rules")
        for rule in self.tool.rules { try encode(rule, in: &rules) }
        var results = run.nestedUnkeyedContainer(forKey: "results")
        for finding in findings { try encode(finding, in: &results) }
    }

    private func encode(_ rule: DiagnosticRule, in rules: inout any UnkeyedEncodingContainer) throws {
        var object = rules.nestedContainer(keyedBy: Key.self)
        try object.encode(rule.id.rawValue, forKey: "id")
        try object.encode(rule.name, forKey: "name")
        try object.encode(["text": SARIFPlaces.escaped(sentence(rule.summary))], forKey: "shortDescription")
        try object.encode(["level": rule.severity.rawValue], forKey: "defaultConfiguration")
    }

    private func encode(_ finding: Diagnostic, in results: inout any UnkeyedEncodingContainer) throws {
        var object = results.nestedContainer(keyedBy: Key.self)
        try object.encode(finding.id.rawValue, forKey: "ruleId")
        try object.encodeIfPresent(tool.rules.firstIndex { $0.id == finding.id }, forKey: "ruleIndex")
        try object.encode(finding.severity.rawValue, forKey: "level")
        let said = finding.hint.map { finding.message + $0 } ?? finding.message
        try object.encode(["text": SARIFPlaces.escaped(sentence(said))], forKey: "message")
        if let range = finding.range { try object.encode([places.location(range)], forKey: "locations") }
        let related = finding.notes.enumerated().map { number, note in
            places.location(note.range, id: number + 1, message: sentence(note.message))
        }
        if !related.isEmpty { try object.encode(related, forKey: "relatedLocations") }
    }

    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral value: String) { stringValue = value }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
