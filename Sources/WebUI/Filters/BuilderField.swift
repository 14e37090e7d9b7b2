// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Services
import Values

/// A field that a row of a filter may be about, with the comparisons and the control that fit its type.
struct BuilderField {
    let path: String
    /// The labels along the way.
    let label: String
    let comparisons: [FilterRow.Comparison]
    private let visit: Visit
    private let field: Field

    /// Nil if the asker may not read a part of the way, or no row is made for such values.
    init?(_ path: String, _ visit: Visit, _ entity: Entity) {
        var owner = entity
        var labels: [String] = []
        var found: Field?
        for step in path.split(separator: "/", omittingEmptySubsequences: false) {
            if let found {
                guard let next = found.reference.flatMap({ visit.model.entities[$0.entity] }) else { return nil }
                owner = next
            }
            let access = visit.workspace.access(owner.name, visit.invocation)
            let name = FieldName(String(step))
            guard access.read != .none, access.isPlain(name), let field = owner.fields[name] else { return nil }
            labels.append(field.label[visit.language])
            found = field
        }
        guard let found, let comparisons = Self.comparisons(found) else { return nil }
        self.path = path
        self.label = labels.joined(separator: " › ")
        self.comparisons = comparisons
        self.visit = visit
        field = found
    }

    private static func comparisons(_ field: Field) -> [FilterRow.Comparison]? {
        let presence: [FilterRow.Comparison] = [.isEmpty, .isNotEmpty]
        let order: [FilterRow.Comparison] = [.atLeast, .atMost, .more, .less]
        switch field.valueType {
        case .text: return [.contains, .equals, .differs, .startsWith, .endsWith] + presence
        case .choice: return [.equals, .differs, .isOneOf] + presence
        case .flags: return [.has] + presence
        case .boolean: return [.equals, .differs] + presence
        case .integer, .decimal, .double: return [.equals, .differs] + order + presence
        case .date: return [.within, .equals, .differs] + order + presence
        case .instant: return [.within] + presence
        case .entity("User"): return [.isMe, .isNotMe, .equals, .differs] + presence
        case .entity: return [.equals, .differs] + presence
        default: return nil
        }
    }

    /// Whether the control can hold what a row states.
    func canShow(_ row: FilterRow) -> Bool {
        guard comparisons.contains(row.comparison) else { return false }
        let texts = row.values.map(\.canonicalText)
        guard !texts.contains(where: { $0.contains(where: \.isNewline) }) else { return false }
        switch field.valueType {
        case .choice, .flags:
            let names = Set(options([]).compactMap { $0["name"] as? String })
            return texts.allSatisfy(names.contains)
        default: break
        }
        guard row.comparison == .within, case .text(let name)? = row.values.first else { return true }
        return Self.periods.contains(name) && row.values.count == (name.contains("_n_") ? 2 : 1)
    }

    /// The control for the template, filled with what a row states.
    func value(_ row: FilterRow?) -> [String: Any] {
        let chosen = row?.values.map(\.canonicalText) ?? []
        let first = chosen.first ?? ""
        var content: [String: Any] = ["value": first, "path": path]
        switch field.valueType {
        case .text: content["isText"] = true
        case .choice, .flags: content["options"] = options(chosen)
        case .boolean:
            content["isPlainChoice"] = true
            content["plain"] = ["true", "false"].map {
                ["name": $0, "label": visit.word("builder.\($0)"), "isChosen": $0 == first] as [String: Any]
            }
        case .date, .instant:
            let isPeriod = row.map { $0.comparison == .within } ?? true
            content["periods"] = Self.periods.map {
                ["name": $0, "label": visit.word("builder.\($0)"), "isChosen": isPeriod && $0 == first] as [String: Any]
            }
            content["count"] = isPeriod && chosen.count > 1 ? chosen[1] : "7"
            content["isDate"] = field.valueType == .date
            if isPeriod { content["value"] = "" }
        case .entity:
            content["target"] = field.reference?.entity.rawValue ?? ""
            content["title"] = title(first)
        default: content["isNumber"] = true
        }
        content["isChoice"] = content["options"] != nil
        content["isTimed"] = content["periods"] != nil
        content["isReference"] = content["target"] != nil
        return content
    }

    private func options(_ chosen: [String]) -> [[String: Any]] {
        field.options.map { option in
            ["name": option.name, "label": option.label[visit.language], "isChosen": chosen.contains(option.name)]
        }
    }

    private func title(_ key: String) -> String {
        guard let id = RecordID(key), let target = field.reference?.entity else { return "" }
        return (try? visit.workspace.record(target, id, fields: [], visit.invocation).title)
            ?? NamelessRecord.hidden[visit.language]
    }

    private static let periods = [
        "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month",
        "next_month", "this_quarter", "last_quarter", "next_quarter", "this_year", "last_year", "last_n_days",
        "next_n_days",
    ]
}
