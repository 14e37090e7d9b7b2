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
            let shareds = definitions("choice").map(\.element)
            guard let list = shareds.first(where: { $0["id"] == shared }) else {
                require(
                    .unknownChoice, shared, among: shareds.compactMap { $0["id"] }, at: element.range(of: "options"),
                    "There is no choice “\(shared)”.")
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
