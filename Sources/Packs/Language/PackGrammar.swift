// SPDX-License-Identifier: Apache-2.0

/// The elements and attributes of the pack language, each with what it means; the schema `pack.xsd` is printed from it.
struct PackGrammar {
    struct Element {
        let documentation: String
        let attributes: [Attribute]
        /// The names that may stand inside, and the rule that each follows.
        let children: [String: String]
        /// Text may stand inside.
        var hasText = false
    }

    /// By the rule's name: the element's, with the parent's before it where one name means two things.
    static let rules: [String: Element] = declared.merging(changes) { first, _ in first }.mapValues { rule in
        guard !rule.hasText else { return rule }
        return Element(
            documentation: rule.documentation, attributes: rule.attributes + selection, children: rule.children)
    }

    /// Attributes that say where an element belongs and nothing of what it defines.
    static let layerAttributes: Set<String> = ["phase", "variant", "after", "before", "without"]

    /// In which editions an element is there.
    private static let selection = [
        may("phase", "The phase of the pack from which on it is there; from the first without it."),
        may("variant", "The variants of the pack in which it is there; in all without it."),
    ]

    static let declared = core.merging(timeElements) { first, _ in first }
        .merging(automationElements) { first, _ in first }
        .merging(reportElements) { first, _ in first }
        .merging(analysisElements) { first, _ in first }
        .merging(structureElements) { first, _ in first }
        .merging(generatorElements) { first, _ in first }
        .merging(accessElements) { first, _ in first }
        .merging(scenarioElements) { first, _ in first }
        .merging(pipelineElements) { first, _ in first }

    private static let core: [String: Element] = [
        "pack": Element(
            documentation: "A layer of an edition: what it adds to the packs it requires.",
            attributes: [
                id("The pack’s name; other packs require it by this."),
                must("version", "Three numbers, such as 1.0.0."),
                may("requires", "Packs that have to be there, such as “core ^1.0”, with commas between them."),
            ], children: definitions.merging(["variant": "variant"]) { first, _ in first }),
        "variant": Element(
            documentation: "One of several forms of a pack; an edition chooses.",
            attributes: [
                id("The variant’s name."), flag("default", "true: chosen by editions that choose none."),
            ], children: labels),
        "edition": Element(
            documentation: "What a company runs: packs in versions, phases and variants, and its parameters.",
            attributes: [id("The edition’s name."), may("version", "Three numbers, such as 1.0.0.")],
            children: labels.merging(["use": "use", "extend-parameter": "extend-parameter"]) { first, _ in first }),
        "use": Element(
            documentation: "A pack that the edition takes; the packs it requires come with it.",
            attributes: [
                must("pack", "The pack’s name."), may("version", "Versions that will do, such as ^1.2."),
                may("folder", "Its folder, from the edition’s; beside the edition without it."),
            ], children: [:]),
        "pack-part": Element(
            documentation: "A further file of a pack, anywhere below its folder.", attributes: [], children: definitions
        ),
        "label": Element(
            documentation: "What a person reads: once in English, once with xml:lang=\"zh-Hans\".",
            attributes: [language], children: [:], hasText: true),
        "help": Element(
            documentation: "A sentence that explains a field, once in each language.",
            attributes: [language], children: [:], hasText: true),
        "plural": Element(
            documentation: "The name of many records, once in each language.",
            attributes: [language], children: [:], hasText: true),
        "parameter": Element(
            documentation: "A value that rules name as @id.",
            attributes: [
                id("The name behind the @."),
                must("type", "A field type of single values, such as integer or duration.", .fieldType),
                must("value", "The value, written as the type reads it."),
            ], children: labels),
        "choice": Element(
            documentation: "A list of options that several fields share.", attributes: [id("The list’s name.")],
            children: labels.merging(options) { first, _ in first }),
        "gone-option": Element(
            documentation: "An option that is no longer there.",
            attributes: [
                id("The name it had."), must("becomes", "The option that its records take."),
            ], children: [:]),
        "gone-stage": Element(
            documentation: "A stage that is no longer there.",
            attributes: [
                id("The name it had."), must("becomes", "The stage that its records take."),
            ], children: [:]),
        "option": Element(
            documentation: "One value of a choice.",
            attributes: [
                id("The name that is stored."),
                may(
                    "tone", "How a person is meant to take it: neutral, positive, caution, negative or accent.",
                    .oneOf(["neutral", "positive", "caution", "negative", "accent"])),
                may("flag", "The bit, 0 to 61, that stands for it in a set of options."),
                flag("retired", "true: kept for old records, not offered any more."), was, after, before,
            ], children: labels),
        "entity": Element(
            documentation: "A kind of record.",
            attributes: [
                id("The entity’s name, such as Account."), must("title", "The field that names a record to people."),
                flag(
                    "sharing",
                    "true: single records can be shared with people, teams and roles that do not see them otherwise. "
                        + "Without it, shares that were made are kept and count for nothing."),
                was,
            ],
            children: labels.merging(entityParts.merging(["plural": "plural"]) { first, _ in first }) { first, _ in
                first
            }),
        "field": Element(
            documentation: "A field of an entity.",
            attributes: [
                id("The field’s name."), must("type", "A field type, such as text, money or reference.", .fieldType),
                flag("required", "true: a record cannot do without it."),
                flag("unique", "true: no two records have the same value."),
                flag("index", "true: fast to filter by."), flag("search", "true: the search box looks here."),
                may("sort", "The locale people expect when they sort by it, such as zh."),
                may("length", "The most characters."), may("min", "The smallest value."),
                may("max", "The largest value."),
                may("scale", "Digits behind the point."), may("currency", "An ISO 4217 code."),
                may("pattern", "Of a number: text, {yyyy}, {MM} and zeros in braces for the counter."),
                may("options", "The name of a shared choice."), may("to", "The entity that a reference points to."),
                may("inverse", "The name of the collection on the other side."),
                flag(
                    "tree",
                    "true: a reference to the same entity tells the record above; under(value=…,ancestor=…) asks it."),
                may(
                    "on-delete", "What a deletion of the other record does: restrict, clear or cascade.",
                    .oneOf(["restrict", "clear", "cascade"])),
                may("default", "An expression for new records."),
                may("compute", "An expression that gives the value; nobody writes it."),
                flag("history", "true: what it was at any time is kept, and asof(value=…,date=…) gives it."),
                flag("shared", "true: other packs may declare the very same field; it stays until all are gone."),
                was, after, before,
            ],
            children: labels.merging(["help": "help", "inverse": "inverse"]) { first, _ in first }
                .merging(options) { first, _ in first }),
        "inverse": Element(
            documentation: "The name of the collection on the other side, as a person reads it.", attributes: [],
            children: labels),
        "rule": Element(
            documentation: "A condition that holds for every record; the labels say what to do where it does not.",
            attributes: [
                id("The rule’s name."), must("test", "A condition of the entity."),
                may("field", "The field that the message stands at."),
                may("severity", "error refuses the write, warning only tells.", .oneOf(["error", "warning"])),
            ], children: labels),
        "unique": Element(
            documentation:
                "Fields that no two records have alike together, such as a number within a branch; records that lack one "
                + "of the values do not count. The labels are what people read where it is broken, in front of "
                + "that another record has the same in these fields; without them they read that alone.",
            attributes: [
                id("The combination’s name."), must("fields", "Two fields or more, with blanks between them."),
            ], children: labels),
        "list": Element(
            documentation: "The list of an entity’s records.",
            attributes: [
                may("columns", "Fields, with blanks between them."),
                may("order", "What to sort by, such as “name asc”."),
            ], children: ["filter": "filter"]),
        "filter": Element(
            documentation: "A ready-made filter of a list.",
            attributes: [id("The filter’s name."), must("where", "A condition of the entity.")], children: labels),
        "page": Element(
            documentation: "The page of a record.",
            attributes: [
                may("timeline", "A relationship whose records stand in the timeline."),
                may("at", "The field of those records that says when."),
            ], children: ["section": "section", "related": "related"]),
        "section": Element(
            documentation: "Fields that belong together.",
            attributes: [
                may("id", "The section’s name, by which other layers find it."),
                must("fields", "Fields, with blanks between them."), after, before,
            ], children: labels),
        "place": Element(
            documentation: "Puts a field somewhere else, or where it was not yet.",
            attributes: [
                must("field", "The field."), may("section", "The section of a page."),
                may("after", "The field it stands behind."), may("before", "The field it stands before."),
            ], children: [:]),
        "unplace": Element(
            documentation: "Takes a field out of a list or page; it stays in the entity.",
            attributes: [must("field", "The field.")], children: [:]),
        "related": Element(
            documentation: "A list of related records.",
            attributes: [
                must("relationship", "The name of the collection."), must("columns", "Fields of the related entity."),
            ], children: [:]),
        "role": Element(
            documentation: "What people of a kind may see and do.",
            attributes: [
                id("The role’s name."),
                may(
                    "capabilities", "Any of export, import, customise, administer and audit.",
                    .severalOf(["export", "import", "customise", "administer", "audit"])),
            ], children: labels.merging(roleParts) { first, _ in first }),
        "allow": Element(
            documentation: "What a role may do with an entity: all, none, or a condition for each right.",
            attributes: [
                must("entity", "The entity."), may("read", "Which records it sees.", .right),
                may("create", "Which it may add.", .right),
                may("update", "Which it may change.", .right), may("delete", "Which it may delete.", .right),
                may("share", "Which of those that it may change it may share with others.", .right),
            ], children: ["field": "allow.field"]),
        "allow.field": Element(
            documentation: "What a role may not do with a field.",
            attributes: [
                id("The field."),
                must(
                    "rule", "hidden, masked or read-only.", .oneOf(["hidden", "masked", "read-only"])),
                may("first", "Characters that stay readable at the start."),
                may("last", "Characters that stay readable at the end."),
                may(
                    "reveal",
                    "Of a masked field: true lets people ask for the value of one record, reason only if they say why; "
                        + "the access log tells who did.", .oneOf(["true", "reason"])),
            ], children: [:]),
        "home": Element(
            documentation: "What people of the role see first.", attributes: [],
            children: tiles),
        "home.board": Element(
            documentation: "A board.", attributes: [must("pipeline", "The pipeline.")], children: [:]),
        "home.report": Element(documentation: "A report.", attributes: [id("The report.")], children: [:]),
        "home.list": Element(
            documentation: "A list.",
            attributes: [must("entity", "The entity."), may("filter", "One of its ready-made filters.")], children: [:]),
        "import": Element(
            documentation: "How the rows of a file become records.",
            attributes: [
                id("The mapping’s name."), must("entity", "The entity."),
                may("encoding", "UTF-8 or GB18030.", .oneOf(["UTF-8", "GB18030"])),
                may("delimiter", "One character; a comma without it."),
                must("key", "Fields that identify a record; the first that has a value decides."),
            ], children: labels.merging(["column": "column", "similar": "similar"]) { first, _ in first }),
        "column": Element(
            documentation: "What a column of the file becomes.",
            attributes: [
                must("heading", "The column’s heading."), must("field", "The field."),
                may("lookup", "For a reference: the field of the other entity that holds what the file has."),
                may(
                    "on-invalid", "reject the row, or clear the field and report it.",
                    .oneOf(["reject", "clear"])),
            ], children: ["word": "word"]),
        "word": Element(
            documentation: "A word of the file and the value it stands for.",
            attributes: [must("from", "The word."), must("to", "The value.")], children: [:]),
        "similar": Element(
            documentation: "What makes two records probably the same.",
            attributes: [
                must("same", "A field with the same value in both."), must("alike", "A field with similar texts."),
            ], children: [:]),
        "demo": Element(
            documentation: "A CSV file of records to show the pack with.",
            attributes: [must("entity", "The entity."), must("file", "The file, from the pack’s folder.")],
            children: [:]),
        "seed": seed,
        "demo-user": Element(
            documentation: "A person to sign in as in a demo.",
            attributes: [id("The name to sign in with."), must("roles", "Roles, with blanks between them.")],
            children: labels),
    ]

    static let labels = ["label": "label"]
    private static let definitions: [String: String] = labels.merging(
        Dictionary(
            uniqueKeysWithValues: (structureDefinitions + [
                "parameter", "choice", "entity", "pipeline", "role", "report", "import", "seed", "demo", "demo-user",
                "extend",
                "extend-parameter", "extend-choice", "extend-pipeline", "extend-role", "extend-report",
                "metric", "extend-metric", "goals", "dashboard", "extend-dashboard",
                "calendar", "extend-calendar", "clock", "extend-clock", "automation", "extend-automation",
                "event", "extend-event",
                "pool", "extend-pool",
                "words", "generate", "demo-ask",
            ]).map { ($0, $0) })
    ) { first, _ in first }
    private static let entityParts = [
        "field": "field", "rule": "rule", "unique": "unique", "list": "list", "page": "page",
    ]
    private static let roleParts = ["allow": "allow", "home": "home"]
    private static let options = ["option": "option", "gone-option": "gone-option"]

    static let was = may("was", "Names that it had before, with blanks between them; its data stays.")
    static let after = may("after", "The one of its kind that it stands behind.")
    static let before = may("before", "The one of its kind that it stands before.")
}
