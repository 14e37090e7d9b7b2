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

              trellis diff vendor-1.0/retail vendor-1.1/retail
              trellis diff vendor-1.0/retail vendor-1.1/retail --format json

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
        let paragraphs = paragraphs
        let head = "\(old.pack) \(old.version) → \(new.pack == old.pack ? "" : "\(new.pack) ")\(new.version)\n\n"
        let counts = Difference.Change.allCases.compactMap { change -> String? in
            let number = paragraphs.count { $0.first?.change == change }
            return number == 0 ? nil : "\(number) \(change.rawValue)"
        }
        let summary = counts.isEmpty ? "No differences." : counts.joined(separator: ", ")
        return head + paragraphs.map(Self.text).joined() + summary + "\n"
    }

    /// An element that only one side has stands together with all that is said of it.
    private var paragraphs: [[Difference]] {
        differences.reduce(into: []) { paragraphs, difference in
            if let whole = paragraphs.last?.first, whole.attribute == nil, difference.attribute != nil,
                whole.address == difference.address, whole.change == difference.change
            {
                paragraphs[paragraphs.count - 1].append(difference)
            } else {
                paragraphs.append([difference])
            }
        }
    }

    private static func text(_ paragraph: [Difference]) -> String {
        guard let first = paragraph.first else { return "" }
        return first.text + paragraph.dropFirst().map(\.fact).joined() + "\n    \(first.places)\n"
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
