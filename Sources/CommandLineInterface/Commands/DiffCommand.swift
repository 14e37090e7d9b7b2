// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import Packs

/// Shows what differs between two versions of a pack.
struct DiffCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what a new version of a pack changes, attribute by attribute, with both values and places.",
        discussion: """
            Entities, fields, options, stages, transitions, roles, reports, labels; matched by name, so that it does not
            matter in which file or line something stands, or how it is formatted:

              trellis diff vendor-1.0/telecom vendor-1.1/telecom
              trellis diff vendor-1.0/telecom vendor-1.1/telecom --format json

            Each line begins with + for what was added, - removed, ~ changed, = renamed, % put in another order. Ends with
            0 whether or not there are differences; 1 if a file cannot be read.
            """)

    @Argument(help: ArgumentHelp("The folder of the old version.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The folder of the new version.", valueName: "new"))
    var new: String

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        for folder in [old, new] where !fileExists(folder) {
            throw CommandFailure(.notFound, "There is no folder \(folder).")
        }
        var findings = DiagnosticList()
        var sources: [SourceText] = []
        let comparison = PackComparison(oldFolder: old, newFolder: new, &findings, sources: &sources)
        guard let comparison else {
            throw CommandFailure(.findings, DiagnosticPrinter(sources: sources).text(findings))
        }
        switch format {
        case .text: environment.write(comparison.text)
        case .json: environment.write(try prettyJSON(comparison) + "\n")
        }
        return .done
    }
}

extension PackComparison {
    /// The two versions, a paragraph for each difference, and a last line that counts.
    fileprivate var text: String {
        var text = "\(old.pack) \(old.version) → \(new.pack == old.pack ? "" : "\(new.pack) ")\(new.version)\n\n"
        var rest = differences[...]
        while let first = rest.popFirst() {
            text += first.text
            // What is said of an element that is there on one side only stands on its line.
            while first.attribute == nil, let fact = rest.first, fact.address == first.address, fact.attribute != nil,
                fact.change == first.change
            {
                text += fact.fact
                rest.removeFirst()
            }
            text += "\n    \(first.places)\n"
        }
        return text + summary
    }

    private var summary: String {
        guard !differences.isEmpty else { return "No differences.\n" }
        let whole = differences.filter { $0.attribute == nil }.map(\.address)
        let single = differences.filter { $0.attribute == nil || !whole.contains($0.address) || $0.change == .changed }
        return Difference.Change.allCases.compactMap { change in
            let number = single.count { $0.change == change }
            return number == 0 ? nil : "\(number) \(change.rawValue)"
        }.joined(separator: ", ") + "\n"
    }
}

extension PackComparison.Difference {
    fileprivate var text: String {
        switch (change, attribute) {
        case (.renamed, _): "= \(address): was \(quoted(old))"
        case (.reordered, let kind): "% \(address), order of \(kind ?? ""): \(quoted(old)) → \(quoted(new))"
        case (_, nil): "\(sign) \(address)"
        case (.changed, let name?): "\(sign) \(address), \(name): \(quoted(old)) → \(quoted(new))"
        case (_, let name?): "\(sign) \(address), \(name): \(quoted(old ?? new))"
        }
    }

    /// An attribute of an element that was added or removed as a whole.
    fileprivate var fact: String { "; \(attribute ?? "") \(quoted(old ?? new))" }

    fileprivate var places: String {
        [old, new].compactMap { $0.map { "\($0.range)" } }.joined(separator: " → ")
    }

    private var sign: String {
        switch change {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        case .renamed: "="
        case .reordered: "%"
        }
    }

    private func quoted(_ side: PackComparison.Side?) -> String { "“\(side?.value ?? "")”" }
}
