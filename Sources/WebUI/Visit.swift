// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

/// A request of a person who is signed in.
struct Visit: Sendable {
    let web: WebUI
    let session: Session
    let token: String
    let invocation: Invocation
    let path: String
    let query: FormFields
    /// What was sent with a POST; empty otherwise.
    let form: FormFields
    let parameters: Parameters

    var language: Language { session.language }
    var model: Model { invocation.model }
    var workspace: Workspace { web.workspace }

    var entity: Entity {
        get throws {
            let name = parameters.get("entity") ?? ""
            guard let entity = model.entities[EntityName(name)] else {
                throw ServiceError.unknownName(kind: "entity", name: name)
            }
            return entity
        }
    }

    var recordID: RecordID {
        get throws {
            guard let id = RecordID(parameters.get("id") ?? "") else {
                throw ServiceError.badRequest(target: "id", "This is not the key of a record.")
            }
            return id
        }
    }

    func word(_ key: String) -> String { web.renderer.word(key, language) }

    /// The word for a key, or else for another one; empty if that is empty.
    func word(_ key: String, or other: String) -> String {
        web.renderer.words(language)[key] ?? (other.isEmpty ? "" : word(other))
    }

    /// The same visit of an edition that is not in force: to show what its pages would be.
    func previewing(_ model: Model) -> Visit {
        Visit(
            web: web, session: session, token: token, invocation: invocation.previewing(model), path: path,
            query: query, form: form, parameters: parameters)
    }

    /// A whole page.
    func page(_ template: String, title: String, _ content: [String: Any], status: HTTPResponse.Status = .ok)
        -> Response
    {
        var content = content
        content["csrf"] = session.csrfToken
        var frame = frame(title: title)
        frame["body"] = web.renderer.fragment(template, content, language)
        return htmlResponse(web.renderer.fragment("frame", frame, language), status: status)
    }

    /// A part of a page, for a script.
    func fragment(_ template: String, _ content: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        var content = content
        content["csrf"] = session.csrfToken
        return htmlResponse(web.renderer.fragment(template, content, language), status: status)
    }

    /// How many notices wait, as the frame shows it; false for none, so that it shows nothing.
    private var unseenNotices: Any {
        let count = (try? workspace.unseenNotices(invocation)) ?? 0
        return count == 0 ? false : count > 99 ? "99+" : String(count)
    }

    /// How many approvals wait for the person, as the frame shows it; false for none.
    private var waitingApprovals: Any {
        let count = (try? workspace.waitingApprovals(invocation).count) ?? 0
        return count == 0 ? false : String(count)
    }

    /// A moment as the person reads it.
    func text(of moment: Instant) -> String {
        guard let field = model.entities["User"]?.fields["createdAt"] else { return moment.description }
        return field.type.display(
            .instant(moment), field, DisplaySettings(language: language, offset: workspace.clock.offset))
    }

    private func frame(title: String) -> [String: Any] {
        let readable = model.entitiesByPack.filter { workspace.access($0.name, invocation).read != .none }
        return [
            "title": title, "lang": language.rawValue, "csrf": session.csrfToken, "path": path, "signedIn": true,
            "person": session.actor.displayName,
            "mayCustomise": invocation.may(.customise), "mayAudit": invocation.may(.audit),
            "hasProposals": (try? workspace.hasMergeProposals(invocation)) ?? false,
            "administers": workspace.administers(invocation), "unseen": unseenNotices,
            "hasApprovals": model.pipelines.values.contains(where: \.hasApprovals),
            "waitingApprovals": waitingApprovals,
            "otherLanguage": language == .english ? "zh-Hans" : "en",
            "otherLanguageName": language == .english ? "中文" : "English",
            "boards": boards(of: readable),
            "dashboards": dashboards.map { ["name": $0.name.rawValue, "label": $0.label[language]] },
            "hasDashboards": !dashboards.isEmpty, "reports": reports(of: readable),
        ].merging(lists(of: readable)) { first, _ in first }
    }

    /// The boards under the packs that bring them, those of the industry before those that every industry has.
    private func boards(of readable: [Entity]) -> [[String: Any]] {
        let packs = Dictionary(uniqueKeysWithValues: readable.map { ($0.name, $0.pack) })
        let groups = model.packs.reversed().map { pack in
            (pack, model.pipelines.values.filter { packs[$0.entity] == pack.name })
        }.filter { !$0.1.isEmpty }
        return groups.map { pack, boards -> [String: Any] in
            [
                "label": pack.label[language], "isNamed": groups.count > 1,
                "boards": boards.map { ["name": $0.name.rawValue, "label": $0.label[language]] },
            ]
        }
    }

    /// What people work with stands first; after it what is a part of that, such as the lines of an order.
    private func lists(of readable: [Entity]) -> [String: Any] {
        let worked = Set(model.pipelines.values.map(\.entity))
        let listed = readable.filter { !$0.list.columns.isEmpty }
        let parts = listed.filter { entity in
            entity.list.filters.isEmpty && entity.page.related.isEmpty && !worked.contains(entity.name)
        }
        func links(_ entities: [Entity]) -> [[String: Any]] {
            entities.map { ["name": $0.name.rawValue, "label": $0.pluralLabel[language]] }
        }
        let others = listed.filter { entity in !parts.contains { $0.name == entity.name } }
        return ["lists": links(others), "parts": links(parts), "hasParts": !parts.isEmpty]
    }

    /// The reports of each entity, under its name.
    private func reports(of readable: [Entity]) -> [[String: Any]] {
        let reports = Dictionary(
            grouping: workspace.readableReports(invocation), by: \.entity)
        return readable.compactMap { entity in
            guard let own = reports[entity.name] else { return nil }
            return [
                "label": entity.pluralLabel[language],
                "reports": own.map { ["name": $0.name.rawValue, "label": $0.label[language]] },
            ]
        }
    }
}

extension Model {
    /// The entities of the industry before those that every industry has, and the engine's own at last.
    fileprivate var entitiesByPack: [Entity] {
        let byPack = Dictionary(grouping: entities.values, by: \.pack)
        let names = packs.reversed().map(\.name)
        return names.flatMap { byPack[$0] ?? [] } + entities.values.filter { !names.contains($0.pack) }
    }
}
