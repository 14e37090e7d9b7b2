// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
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

    @OptionGroup var answer: LanguageOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        for folder in [old, new] where !fileExists(folder) {
            throw CommandFailure(.notFound, "There is no folder \(folder).")
        }
        var findings = DiagnosticList()
        var sources: [SourceText] = []
        let comparison = PackComparison(oldFolder: old, newFolder: new, &findings, sources: &sources)
        guard let comparison else {
            throw CommandFailure(
                .findings, DiagnosticPrinter(sources: sources, words: answer.language.findings).text(findings))
        }
        switch format {
        case .text: environment.write(comparison.text(answer.language))
        case .json: environment.write(try prettyJSON(comparison) + "\n")
        }
        return .done
    }
}

extension PackComparison {
    /// The two versions, a paragraph for each difference, and a last line that counts.
    fileprivate func text(_ language: Language) -> String {
        let paragraphs = paragraphs
        let head = "\(old.pack) \(old.version) → \(new.pack == old.pack ? "" : "\(new.pack) ")\(new.version)\n\n"
        let counts = Difference.Change.allCases.compactMap { change -> String? in
            let number = paragraphs.count { $0.first?.change == change }
            return number == 0 ? nil : language.words("\(number) \(change.rawValue)", "\(change.chinese) \(number) 项")
        }
        let summary =
            counts.isEmpty
            ? language.words("No differences.", "没有差异。") : counts.joined(separator: language.words(", ", "，"))
        return head + paragraphs.map { Self.text($0, language) }.joined() + summary + "\n"
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

    private static func text(_ paragraph: [Difference], _ language: Language) -> String {
        guard let first = paragraph.first else { return "" }
        return first.text(language) + paragraph.dropFirst().map(\.fact).joined() + "\n    \(first.places)\n"
    }
}

extension PackComparison.Difference {
    fileprivate func text(_ language: Language) -> String {
        switch (change, attribute) {
        case (.renamed, _): language.words("= \(address): was \(quoted(old))", "= \(address)：原为\(quoted(old))")
        case (.reordered, let kind):
            language.words("% \(address), order of \(kind ?? "")", "% \(address)，\(kind ?? "") 的顺序")
                + ": \(quoted(old)) → \(quoted(new))"
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

extension PackComparison.Difference.Change {
    fileprivate var chinese: String {
        switch self {
        case .added: "新增"
        case .removed: "移除"
        case .changed: "修改"
        case .renamed: "改名"
        case .reordered: "调整顺序"
        }
    }
}
