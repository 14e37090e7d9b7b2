// SPDX-License-Identifier: Apache-2.0

/// A kind of finding, described for tools that list what a checker looks for.
public struct DiagnosticRule: Hashable, Sendable {
    public let id: DiagnosticID
    /// A name of one word, such as `UnknownElement`.
    public let name: String
    /// What is found, as a sentence.
    public let summary: Wording
    /// What a finding of this kind is unless it says otherwise.
    public let severity: Diagnostic.Severity

    public init(_ id: DiagnosticID, name: String, summary: Wording, severity: Diagnostic.Severity) {
        self.id = id
        self.name = name
        self.summary = summary
        self.severity = severity
    }
}
