// SPDX-License-Identifier: Apache-2.0

// Scenarios: tests that a pack carries in its folder `scenarios`.
extension PackGrammar {
    static let scenarioElements: [String: Element] = scenarioFrame.merging(scenarioSteps) { first, _ in first }
        .merging(scenarioApprovals) { first, _ in first }
        .merging(scenarioPools) { first, _ in first }
        .merging(scenarioSharing) { first, _ in first }
        .merging(scenarioExpectations) { first, _ in first }
        .merging(scenarioFigures) { first, _ in first }

    private static let scenarioFrame: [String: Element] = [
        "scenarios": Element(
            documentation: "A file of tests in the folder “scenarios” of a pack; no part of what is applied.",
            attributes: [], children: ["setting": "setting", "scenario": "scenario"]),
        "setting": Element(
            documentation: "People and records that several scenarios begin with.",
            attributes: [id("The setting’s name.")], children: ["person": "person", "given": "given"]),
        "scenario": Element(
            documentation: "A story with its end: what is there, what people do, what time brings, what is expected.",
            attributes: [
                id("The scenario’s name."),
                must("at", "The moment at which it begins, such as 2026-01-05T09:00:00+08:00."),
                may("setting", "The setting it begins with."),
                flag(
                    "demo",
                    "true: it begins with the people and records that the packs show themselves with, under the people’s "
                        + "own names."),
            ],
            children: [
                "label": "label", "person": "person", "given": "given", "create": "scenario.create",
                "update": "scenario.update", "move": "scenario.move", "delete": "scenario.delete",
                "restore": "scenario.restore", "do": "do", "import": "scenario.import", "advance": "advance",
                "ask": "scenario.ask", "approve": "scenario.approve", "reject": "scenario.reject",
                "withdraw": "scenario.withdraw", "substitute": "scenario.substitute",
                "claim": "scenario.claim", "release": "scenario.release",
                "share": "scenario.share", "unshare": "scenario.unshare", "reveal": "scenario.reveal",
                "event": "scenario.event",
                "expect": "expect", "expect-moves": "expect-moves", "expect-notice": "expect-notice",
                "expect-fired": "expect-fired", "expect-called": "expect-called", "expect-clock": "expect-clock",
                "expect-access": "expect-access",
                "expect-approval": "expect-approval", "expect-waiting": "expect-waiting",
                "expect-report": "expect-report", "expect-metric": "expect-metric", "expect-goal": "expect-goal",
                "expect-dashboard": "expect-dashboard",
            ]),
        "person": Element(
            documentation: "A user, who acts by as=\"…\"; values name the record as @id.",
            attributes: [
                id("The name to act under."), must("roles", "Roles, with blanks between them."),
                may("name", "The name as people read it; the id without it."),
            ], children: values),
        "given": Element(
            documentation:
                "A record that is there, written without stage contracts; it sets off only the passing of time.",
            attributes: [
                may("record", "The name by which the scenario calls it, as @name in values."),
                must("entity", "The entity."), may("stage", "Its stages, one for each pipeline at most."),
                may("file", "A CSV file of many records, beside this file; headings are fields, record, stage and at."),
                may("at", "The moment at which it was written, before the scenario’s."),
            ], children: values),
        "scenario.set": Element(
            documentation: "The value of a field.",
            attributes: [must("field", "The field."), must("value", "An expression; records are @name.")], children: [:]
        ),
    ]

    private static let scenarioSteps: [String: Element] = [
        "scenario.create": step(
            "Somebody adds a record.",
            [may("record", "The name by which the scenario calls it."), must("entity", "The entity.")], values),
        "scenario.update": step("Somebody changes fields of a record.", [record], values),
        "scenario.move": step(
            "Somebody moves a record to a stage.",
            [
                record, must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("reason", "What the person says why."),
            ], values),
        "scenario.delete": step("Somebody puts a record into the recycle bin.", [record]),
        "scenario.restore": step("Somebody takes a record out of the recycle bin.", [record]),
        "do": step(
            "Somebody does something else to a record.",
            [record, must("action", "What is done, such as merge."), may("reason", "What the person says why.")],
            ["with": "with"]),
        "with": Element(
            documentation: "A value that an action takes.",
            attributes: [id("What it is, as the action names it."), must("value", "An expression.")], children: [:]),
        "scenario.import": step(
            "Somebody runs an import.",
            [
                must("mapping", "The import."), must("file", "The file, beside this file."),
                may("created", "How many records it adds."), may("updated", "How many it changes."),
                may("unchanged", "How many rows bring nothing new."), may("rejected", "How many rows it refuses."),
            ]),
        "scenario.event": step(
            "An outside system tells something; values are set by the names that the event gives them.",
            [
                must("event", "The event."),
                may("key", "What that system knows it by; another one each time without it."),
            ], values),
        "advance": Element(
            documentation: "Time passes; what becomes due happens at its moment.",
            attributes: [may("by", "How long, such as P61D."), may("to", "Up to which moment.")], children: [:]),
    ]

    private static let scenarioApprovals: [String: Element] = [
        "scenario.ask": step(
            "Somebody asks for what others have to say yes to before a move; the record moves by itself with the last yes.",
            [
                record, must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("reason", "What the person says why."),
            ], values),
        "scenario.approve": step("Somebody says yes to what was asked for.", approval + [note]),
        "scenario.reject": step("Somebody says no to what was asked for.", approval + [note]),
        "scenario.withdraw": step("Somebody takes back what they asked for.", approval),
        "scenario.substitute": step(
            "Somebody lets another person approve in their place.",
            [
                must("person", "Who approves instead."), must("from", "The first day, such as 2026-01-05."),
                must("until", "The last day."),
            ]),
        "expect-approval": Element(
            documentation: "What became of an approval that was asked for, and who is asked by now.",
            attributes: approval + [
                may("status", "What became of what was asked for last; none if nobody asked.", .oneOf(approvalStates)),
                may("asked", "Exactly those who may say yes or no by now; “” for nobody."),
            ], children: [:]),
        "expect-waiting": Element(
            documentation: "What waits for a person’s yes or no.",
            attributes: [
                must("as", "The person."),
                must("approvals", "Exactly these approvals, each as often as it waits; “” for none."),
            ], children: [:]),
    ]

    private static let scenarioPools: [String: Element] = [
        "scenario.claim": step("Somebody claims a record of a pool.", [record]),
        "scenario.release": step("Somebody puts a record back into its pool.", [record]),
    ]

    private static let receivers = [
        may("person", "The person with whom it is shared."), may("team", "Or the team: the name of its record."),
        may("role", "Or the role."),
    ]

    private static let scenarioSharing: [String: Element] = [
        "scenario.share": step(
            "Somebody shares a record with a person, a team or a role.",
            [record] + receivers + [
                may("level", "read or change; read without it.", .oneOf(["read", "change"])),
                may("until", "The moment at which it ends."), note,
            ]),
        "scenario.unshare": step("Somebody takes a share back.", [record] + receivers),
        "scenario.reveal": step(
            "Somebody asks for the value of a covered field.",
            [
                record, must("field", "The field."), may("reason", "What the person says why."),
                may("value", "What the value is expected to be."),
            ]),
    ]

    /// The words for what becomes of an approval.
    static let approvalStates = ["none", "waiting", "granted", "moved", "rejected", "withdrawn", "over"]

    private static let scenarioExpectations: [String: Element] = [
        "expect": Element(
            documentation: "What is true of a record, or how many records there are.",
            attributes: [
                may("record", "The record that the test is about."), may("test", "A condition of that record."),
                may("entity", "The entity of which records are counted."), may("where", "Which of them."),
                may("count", "How many there are."), eyes,
            ], children: [:]),
        "expect-moves": Element(
            documentation: "Where a record could go, and what is missing for it.",
            attributes: [
                record, eyes, may("pipeline", "The pipeline; the entity’s only one without it."),
                may("to", "The stage of one way."),
                may("missing", "Everything that stands in that way; “” for nothing."),
                may("open", "Every stage that could be entered at once; “” for none."),
            ], children: [:]),
        "expect-notice": Element(
            documentation: "How often a person was told something.",
            attributes: [
                must("person", "The person."), may("automation", "By this automation."),
                may("record", "About this record."), must("count", "How often."),
            ], children: [:]),
        "expect-fired": Element(
            documentation: "How often an automation did what it does.",
            attributes: [
                must("automation", "The automation."), may("record", "For this record."), must("count", "How often."),
            ], children: [:]),
        "expect-called": Element(
            documentation: "How often an action of a plugin was called; one that reaches outside is only noted.",
            attributes: [
                must("action", "The action, such as sms.send."), may("record", "For this record."),
                must("count", "How often."),
            ], children: [:]),
        "expect-clock": Element(
            documentation: "Where a clock of a record stands.",
            attributes: [
                must("clock", "The clock; that of a stage is named pipeline.stage."), record,
                must("state", "running, paused, ended or none.", .oneOf(["running", "paused", "ended", "none"])),
                may("due", "The moment at which its time is used up."),
                flag("breached", "true: its time was used up; false: it was not."),
            ], children: [:]),
        "expect-access": Element(
            documentation: "What a person may do with a record, and which fields they see.",
            attributes: [
                record, eyes,
                may("may", "The rights: read, update, delete; “” for none.", .severalOf(["read", "update", "delete"])),
                may("hidden", "Fields that are not shown."), may("masked", "Fields that are shown covered."),
                may("read-only", "Fields that are shown and cannot be written."),
            ], children: [:]),
    ]

    private static let scenarioFigures: [String: Element] = [
        "expect-report": Element(
            documentation: "The figures of a report.",
            attributes: [
                must("report", "The report."), eyes, may("filter", "A further condition."),
                must("measures", "The measures that the values below are of."),
                flag("partial", "true: the report may have other groups as well."),
            ], children: ["row": "row", "subtotal": "subtotal", "total": "total"]),
        "row": Element(
            documentation: "A group of the report.",
            attributes: [
                may("group", "What each dimension has here, with | between them."),
                must("values", "A value for each measure, with | between them."),
            ], children: [:]),
        "subtotal": Element(
            documentation: "The figures of the first dimensions’ groups together.",
            attributes: [
                must("group", "What each of the first dimensions has here, with | between them."),
                must("values", "A value for each measure, with | between them."),
            ], children: [:]),
        "total": Element(
            documentation: "The figures over all groups.",
            attributes: [must("values", "A value for each measure, with | between them.")], children: [:]),
        "expect-metric": Element(
            documentation: "What a metric is.",
            attributes: [
                must("metric", "The metric."), eyes,
                must("value", "The figure, such as 12, 80% or ~68.2%; “” for none."),
                may("from", "The first day that counts, such as 2026-01-01."), may("to", "The last day that counts."),
                may("owner", "The person to whom records count; everybody without it."),
            ], children: [:]),
        "expect-goal": Element(
            documentation: "How far a goal is reached.",
            attributes: [
                must("record", "The goal, by the name that the scenario gave it."), eyes,
                must("figure", "What its metric is for its time and owner, such as 12, 80% or ~68.2%; “” for none."),
                may("attainment", "The part of the way from the baseline to the target that is done, such as 50%."),
            ], children: [:]),
        "expect-dashboard": Element(
            documentation: "That every tile of a dashboard gives figures to somebody.",
            attributes: [
                must("dashboard", "The dashboard."), must("as", "The person in whose eyes."),
                may(
                    "empty",
                    "Exactly the tiles with nothing in them: a report, metric or pipeline, Entity.filter, or goals."),
                may("hidden", "Exactly the tiles whose records the roles of the person do not show."),
            ], children: [:]),
        "refusal": Element(
            documentation: "What a refusal tells besides its sentence: who holds something, and until when.",
            attributes: [must("code", "What refuses it, as “refused” names it.")], children: ["fact": "fact"]),
        "fact": Element(
            documentation: "Something that the person is told.",
            attributes: [
                id("What it is: holder, owner, until, from, to or limit."),
                must("value", "An expression; null if the person is not told."),
            ], children: [:]),
    ]

    private static let values = ["set": "scenario.set"]
    private static let record = must("record", "The record, by the name that the scenario gave it.")
    private static let approval = [
        record, may("approval", "The approval; the entity’s only one without it."),
        may("pipeline", "Its pipeline, where several have an approval of that name."),
    ]
    private static let note = may("note", "What the person says to it.")
    private static let eyes = may("as", "The person in whose eyes; everything without it.")

    private static func step(
        _ documentation: String, _ attributes: [Attribute], _ children: [String: String] = [:]
    ) -> Element {
        Element(
            documentation: documentation,
            attributes: [must("as", "Who does it: a person, or “engine” for what systems do.")] + attributes + [
                may("refused", "Exactly what refuses it, such as required.amount roles; it succeeds without it.")
            ], children: children.merging(["refusal": "refusal"]) { first, _ in first })
    }
}
