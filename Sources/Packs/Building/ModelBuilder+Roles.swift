// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    var roleNames: [String] { definitions("role").compactMap { $0.element["id"] } }

    mutating func buildRoles(
        _ entities: OrderedDictionary<EntityName, Entity>, _ pipelines: OrderedDictionary<PipelineName, Pipeline>,
        _ reports: OrderedDictionary<ReportName, Report>, _ metrics: OrderedDictionary<MetricName, Metric>
    ) -> OrderedDictionary<RoleName, Role> {
        var roles: OrderedDictionary<RoleName, Role> = [:]
        for (_, element) in definitions("role") {
            guard let id = element["id"],
                define("role", id, at: element.range(of: "id"), hint: "Use <extend-role id=\"\(id)\"> to add to it.")
            else { continue }
            var permissions: [EntityName: EntityPermission] = [:]
            for allow in element.children("allow") {
                guard let entity = entity("entity", of: allow),
                    define(
                        "right", "\(id).\(entity)", at: allow.range(of: "entity"),
                        hint: "Use <extend-allow entity=\"\(entity)\"> to change it.")
                else { continue }
                permissions[entity] = permission(allow, entity)
            }
            let tiles = element.children("home").flatMap(\.children)
                .compactMap { tile($0, entities, pipelines, reports, metrics) }
            roles[RoleName(id)] = Role(
                name: RoleName(id), label: element.label(), permissions: permissions,
                capabilities: capabilities(element), home: HomePage(tiles: tiles), range: element.range)
        }
        return roles
    }

    private mutating func capabilities(_ element: PackElement) -> Set<Role.Capability> {
        let known = Role.Capability.allCases.map(\.rawValue)
        return Set(
            element.words("capabilities").compactMap { word in
                require(
                    .unknownCapability, word.value, among: known, at: word.range,
                    "There is no capability “\(word.value)”.") ? Role.Capability(rawValue: word.value) : nil
            })
    }

    private mutating func permission(_ allow: PackElement, _ entity: EntityName) -> EntityPermission {
        var fields: [FieldName: FieldRule] = [:]
        for element in allow.children("field") {
            guard let id = element.value(of: "id"), let name = field(id.text, in: entity, at: id.range) else {
                continue
            }
            switch word("rule", of: element, among: ["hidden", "masked", "read-only"]) {
            case "hidden": fields[name] = .hidden
            case "read-only": fields[name] = .readOnly
            case "masked":
                fields[name] = .masked(
                    Mask(
                        first: number("first", of: element, in: 0...20) ?? 0,
                        last: number("last", of: element, in: 0...20) ?? 0, reveal: reveal(element)))
            default: break
            }
            checkReveal(element)
        }
        let share = rowRule("share", allow, entity)
        checkSharing(allow, entity, share)
        return EntityPermission(
            read: rowRule("read", allow, entity), create: rowRule("create", allow, entity),
            update: rowRule("update", allow, entity), delete: rowRule("delete", allow, entity), share: share,
            fields: fields)
    }

    private mutating func rowRule(_ right: String, _ allow: PackElement, _ entity: EntityName) -> RowRule {
        switch allow[right] {
        case nil, "none": .none
        case "all": .all
        default: expression(right, of: allow, as: .boolean, on: entity).map(RowRule.matching) ?? .none
        }
    }

    mutating func tile(
        _ element: PackElement, _ entities: OrderedDictionary<EntityName, Entity>,
        _ pipelines: OrderedDictionary<PipelineName, Pipeline>, _ reports: OrderedDictionary<ReportName, Report>,
        _ metrics: OrderedDictionary<MetricName, Metric>
    ) -> HomePage.Tile? {
        switch element.name {
        case "goals": return .goals
        case "metric":
            guard let name = element["id"] else { return nil }
            return require(
                .unknownMetric, name, among: metrics.keys.map(\.rawValue), at: element.range(of: "id"),
                "There is no metric “\(name)”.") ? .metric(MetricName(name)) : nil
        case "board":
            guard let name = element["pipeline"] else { return nil }
            return require(
                .unknownPipeline, name, among: pipelines.keys.map(\.rawValue), at: element.range(of: "pipeline"),
                "There is no pipeline “\(name)”.") ? .board(PipelineName(name)) : nil
        case "report":
            guard let name = element["id"] else { return nil }
            return require(
                .unknownReport, name, among: reports.keys.map(\.rawValue), at: element.range(of: "id"),
                "There is no report “\(name)”.") ? .report(ReportName(name)) : nil
        case "list":
            guard let entity = entity("entity", of: element) else { return nil }
            guard let filter = element["filter"] else { return .list(entity, filter: nil) }
            let filters = entities[entity]?.list.filters.map(\.name) ?? []
            return require(
                .unknownFilter, filter, among: filters, at: element.range(of: "filter"),
                "\(entity) has no filter “\(filter)”.") ? .list(entity, filter: filter) : nil
        default: return nil
        }
    }
}
