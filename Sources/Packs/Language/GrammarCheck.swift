// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Expressions
import OrderedCollections

/// Holds the elements of a pack against the grammar.
struct GrammarCheck {
    /// Elements that a person reads something of, and that therefore need labels.
    private static let labelled: Set<String> = [
        "pack", "parameter", "option", "entity", "field", "rule", "filter", "section", "pipeline", "stage", "guard",
        "role", "report", "group", "measure", "import", "demo-user",
        "clock", "automation", "event", "value", "notify", "reservation", "ledger", "snapshot",
        "step", "metric", "dashboard", "scenario", "exit", "needs", "approval",
    ]

    static func check(_ element: PackElement, rule: String, _ diagnostics: inout DiagnosticList) {
        guard let grammar = PackGrammar.rules[rule] else { return }
        checkAttributes(element, grammar, &diagnostics)
        if !grammar.hasText, !element.text.isEmpty {
            diagnostics.append(
                .strayText, "Text cannot stand inside <\(element.name)>.", at: element.range,
                hint: "Put it into <label> or into an attribute.")
        }
        if labelled.contains(rule), rule != "measure" || element["metric"] == nil {
            checkLabels(element, "label", &diagnostics)
        }
        // It has a sentence of the engine, unless it has its own in both languages.
        if rule == "unique", !element.children("label").isEmpty { checkLabels(element, "label", &diagnostics) }
        if rule == "entity" { checkLabels(element, "plural", &diagnostics) }
        for child in element.children {
            guard let childRule = grammar.children[child.name] else {
                let hint = closest(to: child.name, among: grammar.children.keys.sorted())
                diagnostics.append(
                    .unknownElement, "<\(element.name)> has no element <\(child.name)>.", at: child.range,
                    hint: hint.map { "Did you mean <\($0)>?" } ?? allowed(grammar))
                continue
            }
            check(child, rule: childRule, &diagnostics)
        }
    }

    private static func allowed(_ grammar: PackGrammar.Element) -> Sentence? {
        guard !grammar.children.isEmpty else { return nil }
        return "Inside may stand \(all: grammar.children.keys.sorted().map { "<\($0)>" })."
    }

    private static func checkAttributes(
        _ element: PackElement, _ grammar: PackGrammar.Element, _ diagnostics: inout DiagnosticList
    ) {
        for (name, attribute) in element.attributes {
            if let known = grammar.attributes.first(where: { $0.name == name }) {
                if known.values == .flag { checkFlag(name, attribute.value, &diagnostics) }
                continue
            }
            let hint = closest(to: name, among: grammar.attributes.map(\.name))
            diagnostics.append(
                .unknownAttribute, "<\(element.name)> has no attribute “\(name)”.", at: attribute.nameRange,
                hint: hint.map { "Did you mean “\($0)”?" })
        }
        for attribute in grammar.attributes where attribute.isRequired && element[attribute.name] == nil {
            diagnostics.append(
                .missingAttribute, "<\(element.name)> needs the attribute “\(attribute.name)”.", at: element.range,
                hint: Sentence(documentation: attribute.documentation))
        }
        if let id = element.value(of: "id"), element.name != "pack", element.name != "demo-user" {
            checkIdentifier(id, &diagnostics)
        }
    }

    private static func checkFlag(_ name: String, _ value: LocatedText, _ diagnostics: inout DiagnosticList) {
        guard value.text != "true", value.text != "false" else { return }
        diagnostics.append(
            .badAttribute, "“\(value.text)” is no value of the attribute “\(name)”.", at: value.range,
            hint: "There are true, false.")
    }

    private static func checkIdentifier(_ id: LocatedText, _ diagnostics: inout DiagnosticList) {
        let isPlain = id.text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || isDigit($0))
        }
        guard isPlain, let first = id.text.unicodeScalars.first, !isDigit(first), id.text.utf8.count <= 64 else {
            diagnostics.append(
                .badIdentifier, "“\(id.text)” is no name.", at: id.range,
                hint:
                    "A name has letters, digits and _ of ASCII, does not begin with a digit, and has at most 64 characters."
            )
            return
        }
        if ["null", "true", "false", "not", "INF", "NaN"].contains(id.text) {
            diagnostics.append(
                .reservedName, "“\(id.text)” is a word of the expression language.", at: id.range,
                hint: "Choose another name.")
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func checkLabels(_ element: PackElement, _ name: String, _ diagnostics: inout DiagnosticList) {
        let labels = element.children(name)
        if !labels.contains(where: { $0["xml:lang"] == nil && !$0.text.isEmpty }) {
            diagnostics.append(
                .missingLabel, "<\(element.name)> has no English <\(name)>.", at: element.range,
                hint: "Add <\(name)>…</\(name)>.")
        }
        if !labels.contains(where: { $0["xml:lang"] == "zh-Hans" && !$0.text.isEmpty }) {
            diagnostics.append(
                .missingChinese, "<\(element.name)> has no Chinese <\(name)>.", at: element.range,
                hint: "Add <\(name) xml:lang=\"zh-Hans\">…</\(name)>.")
        }
    }
}
