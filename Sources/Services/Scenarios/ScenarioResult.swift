// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Packs
public import Values

/// What became of a scenario.
public struct ScenarioResult: Sendable {
    public let scenario: Scenario
    /// In the order in which they were met; empty if everything was as expected.
    public let failures: [ScenarioFailure]
    /// What it touched, by the names that ``CoverageKind`` gives.
    public let touched: [String: Set<String>]

    public var hasPassed: Bool { failures.isEmpty }
}

/// Where a scenario and the edition disagree.
public struct ScenarioFailure: Sendable, Error {
    public let range: SourceRange
    public let expected: String
    /// What was there instead, line by line.
    public let found: [String]
    /// What had happened before.
    public internal(set) var story: [ScenarioEvent] = []
    /// The steps behind it make no sense without it.
    let isFatal: Bool

    init(_ range: SourceRange, expected: String, found: [String], isFatal: Bool = false) {
        self.range = range
        self.expected = expected
        self.found = found
        self.isFatal = isFatal
    }
}

/// Something that happened in a scenario, as a person reads it.
public struct ScenarioEvent: Sendable, Hashable {
    public let at: Instant
    public let sentence: String

    public init(at: Instant, sentence: String) {
        self.at = at
        self.sentence = sentence
    }
}
