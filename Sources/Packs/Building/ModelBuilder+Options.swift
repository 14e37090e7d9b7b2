// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The options of choices: a field's own, shared ones, and those that other packs add.
extension ModelBuilder {
    mutating func fieldOptions(
        _ element: PackElement, _ entity: EntityName, isFlags: Bool
    ) -> (ChoiceName, [Option])? {
        if let shared = element["options"] {
            guard let list = optionList(of: element) else {
                require(
                    .unknownChoice, shared, among: definitions("choice").compactMap { $0.element["id"] },
                    at: element.range(of: "options"), "There is no choice “\(shared)”.")
                return nil
            }
            return (ChoiceName(shared), options(of: list, isChecked: false))
        }
        let options = options(of: element)
        guard !options.isEmpty || !element.children("option").isEmpty else {
            diagnostics.append(
                .missingOptions, "A choice needs options.", at: element.range,
                hint: "Add <option id=\"…\">, or options=\"…\" with the name of a shared choice.")
            return nil
        }
        if isFlags { checkFlags(element, options) }
        let name = ChoiceName("\(entity).\(element["id"] ?? "")")
        draft.choices[name] = choiceOptions(options, isFlags: isFlags)
        return (name, options)
    }

    /// The shared choice whose options a field takes; nil if it has its own, or the choice is not there.
    func optionList(of field: PackElement) -> PackElement? {
        guard let shared = field["options"] else { return nil }
        if shared == GoalBook.metricChoice.rawValue { return metricList }
        return definitions("choice").first { $0.element["id"] == shared }?.element
    }

    /// The metrics of all packs as a shared choice; nil if there are none.
    var metricList: PackElement? {
        let metrics = definitions("metric").map(\.element)
        guard let first = metrics.first else { return nil }
        var list = PackElement(name: "choice", range: first.range)
        list.children = metrics.map { metric in
            var option = PackElement(name: "option", range: metric.range)
            option.attributes["id"] = metric.attributes["id"]
            option.children = metric.children("label")
            return option
        }
        return list
    }

    /// What became of options or stages that are no longer there: those that became another, and former names.
    mutating func goneOptions(of list: PackElement, _ kind: String) -> [String: String] {
        let present = list.children(kind).compactMap { $0["id"] }
        var gone: [String: String] = [:]
        for child in list.children("gone-\(kind)") {
            guard let id = child["id"], let target = child["becomes"] else { continue }
            if present.contains(id) {
                diagnostics.append(
                    .duplicate, "The \(kind: kind) “\(id)” is there, and cannot be gone.", at: child.range(of: "id"),
                    hint:
                        "Remove one of the two; or write retired=\"true\" at the \(kind: kind), which keeps it for old records."
                )
            } else if require(
                .unknown(kind), target, among: present, at: child.range(of: "becomes"),
                "There is no \(kind: kind) “\(target)” for the records of “\(id)” to take.")
            {
                gone[id] = target
            }
        }
        for child in list.children(kind) {
            for name in child.words("was") where !present.contains(name.value) { gone[name.value] = child["id"] }
        }
        return gone
    }

    func choiceOptions(_ options: [Option], isFlags: Bool) -> [ChoiceOption] {
        options.enumerated().map { index, option in
            ChoiceOption(name: option.name, number: isFlags ? 1 << UInt64(option.flag ?? 0) : UInt64(index))
        }
    }

    /// The options inside an element; those with a repeated name are findings and left out.
    mutating func options(of element: PackElement, isChecked: Bool = true) -> [Option] {
        var seen: [String: SourceRange] = [:]
        var result: [Option] = []
        for child in element.children("option") {
            guard let id = child["id"] else { continue }
            if let first = seen[id] {
                if isChecked {
                    diagnostics.append(
                        .duplicate, "The option “\(id)” is defined twice.", at: child.range(of: "id"),
                        hint: anotherName,
                        notes: [Diagnostic.Note("It is defined here first.", at: first)])
                }
                continue
            }
            seen[id] = child.range(of: "id")
            let tone = word("tone", of: child, among: ["neutral", "positive", "caution", "negative", "accent"])
            result.append(
                Option(
                    name: id, label: child.label(), tone: tone.flatMap(Option.Tone.init) ?? .neutral,
                    flag: number("flag", of: child, in: 0...61), isRetired: child.isTrue("retired")))
        }
        return result
    }

    mutating func checkFlags(_ element: PackElement, _ options: [Option]) {
        var seen: Set<Int> = []
        for (option, child) in zip(options, element.children("option")) {
            guard let flag = option.flag else {
                diagnostics.append(
                    .badFlag, "The option “\(option.name)” needs the attribute “flag”.", at: child.range,
                    hint: "Number the options from 0 to 61 and never change a number.")
                continue
            }
            if !seen.insert(flag).inserted {
                diagnostics.append(
                    .badFlag, "The flag \(flag) stands for two options.", at: child.range(of: "flag"),
                    hint: "Give each option a number of its own.")
            }
        }
    }
}
