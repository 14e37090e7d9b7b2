// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Expressions
import Services
import Values

/// Shows who asked for covered values and who took records out.
struct AccessLogCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log",
        abstract: "Prints who asked for covered values and who took records out, the newest first.",
        discussion: """
            Days are those of the server; both are included:

              trellis access-log --database var/crm.db
              trellis access-log --kind export --from 2026-11-01 --to 2026-11-30 --format json
              trellis access-log --person ann --entity Contact
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case reveal, export
    }

    @ArgumentParser.Option(help: ArgumentHelp("Only what this user did.", valueName: "user name"))
    var person: String?

    @ArgumentParser.Option(help: "Only one kind: reveal or export.")
    var kind: Kind?

    @ArgumentParser.Option(help: "Only about records of this entity.")
    var entity: String?

    @ArgumentParser.Option(help: ArgumentHelp("The first day.", valueName: "day"))
    var from: String?

    @ArgumentParser.Option(help: ArgumentHelp("The last day.", valueName: "day"))
    var to: String?

    @ArgumentParser.Option(help: ArgumentHelp("Go on behind this entry.", valueName: "entry"))
    var after: String?

    @ArgumentParser.Option(help: "The most entries to print.")
    var limit = 100

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let (entries, next) = try workspace.accessLog(question(workspace), actor.invocation(workspace))
        switch format {
        case .json: environment.write("[" + entries.map(\.json).joined(separator: ",\n ") + "]\n")
        case .text:
            var table = TextTable(["at", "who", "kind", "what", "record", "reason", "rows", "door", "entry"])
            table.rows = entries.map(\.cells)
            environment.write(table.text)
        }
        if let next { environment.writeError("There are older entries: --after \(next)\n") }
        return .done
    }

    private func question(_ workspace: Workspace) throws -> AccessQuestion {
        let calendar = CalendarSettings(now: workspace.clock.now(), offset: workspace.clock.offset)
        var question = AccessQuestion()
        question.kind = kind.flatMap { AccessEntry.Kind(rawValue: $0.rawValue) }
        question.entity = entity.map { EntityName($0) }
        if let person {
            guard let user = try workspace.personKey(userName: person) else {
                throw CommandFailure(.notFound, "There is no user “\(person)”; ‘trellis user list’ shows the users.")
            }
            question.actor = user
        }
        question.since = try from.map(day).map(calendar.startOfDay)
        question.until = try to.map(day).flatMap { $0.adding(days: 1) }.map(calendar.startOfDay)
        question.after = try after.map { text in
            guard let id = RecordID(text) else {
                throw CommandFailure(.usage, "“\(text)” is not the key of an entry.")
            }
            return id
        }
        question.limit = limit
        return question
    }

    private func day(_ text: String) throws -> CalendarDate {
        guard let day = CalendarDate(text) else {
            throw CommandFailure(.usage, "“\(text)” is no day; write it like 2026-12-31.")
        }
        return day
    }
}

extension AccessEntry {
    fileprivate var cells: [String] {
        [
            at.description, who, kind.rawValue, what, record?.description ?? "", reason ?? "", rows, door,
            id.description,
        ]
    }

    private var who: String { actor == nil ? "operator" : name }

    private var what: String {
        [entity.rawValue, field?.rawValue, report?.rawValue, wish?.filter].compactMap(\.self).joined(separator: " ")
    }

    private var rows: String {
        guard kind == .export else { return "" }
        return end.map { "\($0.records)" + ($0.outcome == .finished ? "" : " (broken off)") } ?? "(not ended)"
    }

    fileprivate var json: String {
        let parts: [(String, String?)] = [
            ("entry", id.description), ("at", at.description), ("kind", kind.rawValue),
            ("actor", actor?.description), ("who", who), ("door", door), ("entity", entity.rawValue),
            ("record", record?.description), ("field", field?.rawValue), ("report", report?.rawValue),
            ("reason", reason), ("form", wish?.form), ("columns", wish?.columns.joined(separator: " ")),
            ("filter", wish?.filter), ("savedFilter", wish?.savedFilter), ("search", wish?.search),
            ("order", wish?.order), ("ended", end?.at.description), ("outcome", end?.outcome.rawValue),
        ]
        let texts = parts.compactMap { name, text in text.map { "\"\(name)\":\($0.jsonQuoted)" } }
        return "{" + (texts + (end.map { ["\"rows\":\($0.records)"] } ?? [])).joined(separator: ",") + "}"
    }
}
