// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Sharing records, and asking for what is covered in them.
extension ScenarioBuilder {
    mutating func sharing(_ element: PackElement) -> ScenarioShare? {
        let word = element["level"] ?? "read"
        diagnostics.require(
            .badAttribute, word, among: ShareLevel.allCases.map(\.rawValue), at: element.range(of: "level"),
            "“\(word)” is nothing that a record is shared for.")
        let until = instant("until", of: element)
        guard let record = shareable(element), let receiver = receiver(element), let level = ShareLevel(rawValue: word)
        else { return nil }
        return ScenarioShare(
            record: record, receiver: receiver, level: level, until: until, note: element["note"])
    }

    mutating func unsharing(_ element: PackElement) -> ScenarioDeed.Kind? {
        guard let record = shareable(element), let receiver = receiver(element) else { return nil }
        return .unshare(record, receiver)
    }

    mutating func revealing(_ element: PackElement) -> ScenarioReveal? {
        guard let record = record(of: element), let entity = model.entities[record.entity],
            let name = element["field"], let field = field(name, of: entity, at: element.range(of: "field"))
        else { return nil }
        return ScenarioReveal(
            record: record, field: field.name, reason: element["reason"],
            value: expression("value", of: element, as: field.valueType, on: entity.name))
    }

    /// A record that a pack lets people share.
    private mutating func shareable(_ element: PackElement) -> ScenarioAlias? {
        guard let record = record(of: element) else { return nil }
        guard model.entities[record.entity]?.isShareable == true else {
            refuse(
                "Records of \(record.entity) are not shared: no pack says sharing=\"true\".",
                at: element.range(of: "record"))
            return nil
        }
        return record
    }

    /// The one person, team or role that an element names.
    private mutating func receiver(_ element: PackElement) -> ScenarioReceiver? {
        let named = ["person", "team", "role"].filter { element[$0] != nil }
        guard named.count == 1, let kind = named.first else {
            refuse("A record is shared with one of a person, a team and a role.", at: element.range)
            return nil
        }
        switch kind {
        case "person": return person("person", of: element).map(ScenarioReceiver.person)
        case "team": return record("team", of: element).map(ScenarioReceiver.team)
        default:
            guard let name = element["role"],
                diagnostics.require(
                    .unknownRole, name, among: model.roles.keys.map(\.rawValue), at: element.range(of: "role"),
                    "There is no role “\(name)”.")
            else { return nil }
            return .role(RoleName(name))
        }
    }
}
