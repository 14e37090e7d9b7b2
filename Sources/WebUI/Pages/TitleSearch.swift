// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// How records are found by what a person reads as their title, where somebody types to choose one.
enum TitleSearch: Equatable {
    /// The title is a text of the record itself, which the words of a search find.
    case words
    /// The title is an option or stands in another record: an expression finds it.
    case filter(String)
    /// No option is called so.
    case nothing

    /// Titles that lead in a circle are followed so far.
    private static let longestWay = 4

    init(_ text: String, in entity: Entity, _ visit: Visit) {
        self = .words
        guard !text.allSatisfy(\.isWhitespace) else { return }
        var (entity, way) = (entity, [String]())
        while way.count < Self.longestWay {
            let access = visit.workspace.access(entity.name, visit.invocation)
            guard access.read != .none, let field = entity.fields[entity.titleField], access.isPlain(field.name) else {
                return
            }
            way.append(field.name.rawValue)
            guard let name = field.reference?.entity, let target = visit.model.entities[name] else {
                self = Self.search(text, field, visit.model.pipelines(of: entity.name)[field.name], way)
                return
            }
            entity = target
        }
    }

    private static func search(_ text: String, _ field: Field, _ pipeline: Pipeline?, _ way: [String]) -> TitleSearch {
        let path = way.joined(separator: "/")
        if field.type.shape == .choice {
            let options =
                pipeline?.stages.map { ($0.name.rawValue, $0.label) } ?? field.options.map { ($0.name, $0.label) }
            let typed = text.lowercased()
            let found = options.filter { _, label in
                label.english.lowercased().contains(typed) || label.chinese.contains(typed)
            }
            guard !found.isEmpty else { return .nothing }
            return .filter("\(path) in (\(found.map { "'\($0.0)'" }.joined(separator: ",")))")
        }
        guard way.count > 1, field.type.shape == .scalar(.text) else { return .words }
        return .filter("contains(tolower(\(path)),tolower('\(text.replacing("'", with: "''"))'))")
    }
}
