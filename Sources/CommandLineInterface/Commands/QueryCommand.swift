// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import OrderedCollections
import Services
import Values

/// What the commands that list records have in common.
struct ListOptions: ParsableArguments {
    @Argument(help: "The entity.")
    var entity: String

    @ArgumentParser.Option(help: ArgumentHelp("A condition in the expression language.", valueName: "expression"))
    var filter: String?

    @ArgumentParser.Option(help: "Words to find in the searchable fields.")
    var search: String?

    @ArgumentParser.Option(help: ArgumentHelp("Fields, with commas between them.", valueName: "fields"))
    var select: String?

    @ArgumentParser.Option(help: ArgumentHelp("What to sort by, such as ‘dueDate desc,name’.", valueName: "terms"))
    var order: String?

    func request(limit: Int) -> ListRequest {
        ListRequest(
            entity: EntityName(entity),
            fields: select.map { $0.split(separator: ",").map { FieldName(String($0.filter { $0 != " " })) } },
            filter: filter, search: search, order: order, limit: limit)
    }
}

/// Prints records.
struct QueryCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Prints records that meet a condition.",
        discussion: """
              trellis query Contact --filter "contains(name,'伟')" --select name,mobile --order "name asc" --top 5
              trellis query Contact --as agent1 --format json
            """)

    @OptionGroup var list: ListOptions
    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(help: "At most so many records, up to 1000.")
    var top = 20

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func validate() throws {
        guard (1...1000).contains(top) else { throw ValidationError("--top is a number from 1 to 1000.") }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        let page = try workspace.list(list.request(limit: top), invocation)
        switch format {
        case .json:
            let rows = page.records.map { $0.json(page.fields) }
            environment.write("[" + rows.joined(separator: ",\n ") + "]\n")
        case .text:
            guard let entity = invocation.model.entities[page.entity] else { return .failed }
            let settings = DisplaySettings(language: invocation.language, offset: workspace.clock.offset)
            var table = TextTable(page.fields.map { entity.fields[$0]?.label[invocation.language] ?? $0.rawValue })
            table.rows = page.records.map { record in
                page.fields.map { record.text($0, in: entity, settings) }
            }
            environment.write(table.text)
            if page.next != nil { environment.write("… and more\n") }
        }
        return .done
    }
}

extension RecordView {
    /// The record as a JSON object of its key and the fields asked for.
    func json(_ fields: [FieldName]) -> String {
        let members = fields.map { "\($0.rawValue.jsonQuoted):\(self[$0].json)" }
        return "{" + (["\"id\":\"\(id)\""] + members).joined(separator: ",") + "}"
    }

    /// A field as a person reads it: titles for references.
    func text(_ name: FieldName, in entity: Entity, _ settings: DisplaySettings) -> String {
        if let title = titles[name] { return title }
        guard let field = entity.fields[name], !self[name].isNull else { return "" }
        return field.type.display(self[name], field, settings)
    }
}
