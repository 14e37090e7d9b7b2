// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension MigrationPlan {
    /// Nothing has to be done.
    public var isEmpty: Bool { steps.isEmpty && seeds.isEmpty }

    /// Records that break a new rule, and values that do not fit, over all steps.
    public var offendingRecords: Int { steps.reduce(0) { $0 + $1.offendingRecords } }

    /// Why the plan cannot be applied; empty if it can.
    public var errors: [PlanFinding] { findings.filter { $0.severity == .error } }

    /// What should be known or decided before the plan is applied.
    public var warnings: [PlanFinding] { findings.filter { $0.severity == .warning } }

    /// How long others wait with their writes, estimated.
    public var lockMilliseconds: Int { steps.reduce(0) { $0 + $1.lockMilliseconds } }

    /// A digest of the plan, to confirm that what is applied is what was read.
    public var fingerprint: String {
        digest(
            [basis, model, previous ?? "", decisions.unfitValues.rawValue, decisions.brokenRules.rawValue]
                + seeds.map(\.text)
                + steps.map {
                    "\($0.change.subject) | \($0.change.line) | \($0.reason) | \($0.touchedRecords) | "
                        + "\($0.offendingRecords)"
                })
    }

    /// The plan as a person reads it: grouped by entity, `+` adds, `-` takes away, `~` changes, `!` destroys.
    public var text: String {
        guard !isEmpty || !findings.isEmpty else { return "Nothing to do: the database fits the model.\n" }
        var parts = groups.map(\.text)
        if !seeds.isEmpty { parts.append("records\n" + seeds.map(\.text).joined(separator: "\n")) }
        if !warnings.isEmpty { parts.append("warnings\n" + warnings.map(\.text).joined(separator: "\n")) }
        if !errors.isEmpty { parts.append("errors\n" + errors.map(\.text).joined(separator: "\n")) }
        return parts.joined(separator: "\n\n") + "\n\n\(summary)\nplan \(fingerprint)\n"
    }

    /// The whole in two lines at most.
    private var summary: String {
        let touched = steps.reduce(0) { $0 + $1.touchedRecords }
        let destructive = steps.filter(\.isDestructive).count
        var facts = [counted(steps.count, "step"), "\(counted(touched, "record")) touched"]
        facts.append("writers wait about \(durationText(lockMilliseconds))")
        if destructive > 0 { facts.append("\(destructive) destructive (!)") }
        if !warnings.isEmpty { facts.append(counted(warnings.count, "warning")) }
        if !errors.isEmpty { facts.append(counted(errors.count, "error")) }
        return facts.joined(separator: ", ")
            + (errors.isEmpty ? "" : "\nThe plan cannot be applied before the errors are mended.")
    }

    /// The steps by what they are about, in the order of each one's first step.
    private var groups: [StepGroup] {
        var groups: [StepGroup] = []
        var places: [String: Int] = [:]
        for step in steps {
            let title = step.change.subject
            if let place = places[title] {
                groups[place].steps.append(step)
            } else {
                places[title] = groups.count
                groups.append(StepGroup(title: title, steps: [step]))
            }
        }
        return groups
    }
}

/// The steps about one entity, the engine, indexes or totals.
private struct StepGroup {
    let title: String
    var steps: [MigrationStep]

    var text: String {
        ([title] + (isPlain ? overview : steps.flatMap(\.lines))).joined(separator: "\n")
    }

    /// Nothing of it touches a record, and there are reasons enough in its being new.
    private var isPlain: Bool {
        guard steps.allSatisfy({ $0.touchedRecords == 0 && $0.offendingRecords == 0 && !$0.isDestructive }) else {
            return false
        }
        return steps.contains { step in
            switch step.change {
            case .createEngineTable, .createTable: true
            case .createIndex, .computeStanding: steps.count > 3
            default: false
            }
        }
    }

    private var overview: [String] {
        var lines: [String] = []
        var (fields, engineTables, indexes, totals): ([String], [String], [String], [String]) = ([], [], [], [])
        for step in steps {
            switch step.change {
            case .addColumn(_, let field, _, let layout): fields.append("\(field) \(layout.storage.text)")
            case .createEngineTable(let name): engineTables.append(name)
            case .createIndex(let name, _, _, _): indexes.append(name)
            case .computeStanding(let name): totals.append(name)
            default: lines.append("  \(step.change.line)")
            }
        }
        for (heading, words) in [
            ("tables of its own", engineTables), ("fields", fields), ("new ones", indexes), ("new ones", totals),
        ] where !words.isEmpty {
            lines += ["  + \(heading)"] + wrapped(words)
        }
        return lines
    }

    /// Words separated by commas, in lines that a terminal shows whole.
    private func wrapped(_ words: [String]) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, line.utf8.count + word.utf8.count > 90 {
                lines.append("      \(line),")
                line = ""
            }
            line += line.isEmpty ? word : ", \(word)"
        }
        return lines + ["      \(line)"]
    }
}

extension MigrationStep {
    fileprivate var lines: [String] {
        var lines = ["\(isDestructive ? "!" : " ") \(change.line)", "      why:  \(reason)"]
        if touchedRecords > 0 {
            lines.append(
                "      work: \(counted(touchedRecords, "record")), writers wait about \(durationText(lockMilliseconds))"
            )
        }
        if offendingRecords > 0 {
            lines.append("      \(counted(offendingRecords, "record", "does", "do")) not fit: see below")
        }
        return lines + ["      undo: \(undo)"]
    }
}

extension PlanFinding {
    fileprivate var text: String {
        var lines = ["  \(subject): \(message) [\(kind.rawValue)]"]
        lines += samples.map { "      \($0.id)\($0.title.map { " “\($0)”" } ?? "")\($0.value.map { ": \($0)" } ?? "")" }
        if records > samples.count, !samples.isEmpty { lines.append("      … \(records - samples.count) more") }
        lines.append("    do: \(hint)")
        if let place { lines.append("    at: \(place)") }
        return lines.joined(separator: "\n")
    }
}

/// `12 ms`, `3.4 s`, `5 min`.
private func durationText(_ milliseconds: Int) -> String {
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 60_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    return "\((milliseconds + 30_000) / 60_000) min"
}
