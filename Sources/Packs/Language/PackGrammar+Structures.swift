// SPDX-License-Identifier: Apache-2.0

// What is kept whole whoever writes at the same time.
extension PackGrammar {
    /// The definitions of a pack that stand here, and the changes of them.
    static let structureDefinitions = [
        "reservation", "extend-reservation", "ledger", "extend-ledger", "snapshot", "extend-snapshot",
    ]

    static let structureElements: [String: Element] = [
        "reservation": Element(
            documentation: "What one record at a time may hold: a flat, a machine, a bay for some hours.",
            attributes: [
                id("The reservation’s name."), must("entity", "The entity whose records hold."),
                must(
                    "resource", "The field that names what is held, or several that name it together, such as room day."
                ),
                must("when", "A condition of the record itself: it holds while this is true."),
                may("until", "An expression that gives the day or moment at which it ends by itself."),
                may("holder", "The field that names who holds it; the record’s title is told without it."),
                may("from", "An expression that gives the beginning: only what overlaps excludes each other."),
                may("to", "An expression that gives the end; days are held until their end."),
            ], children: ["label": "label"]),
        "ledger": Element(
            documentation: "Postings that are only ever added, and the balance of the account they are posted to.",
            attributes: [
                id("The ledger’s name."), must("entity", "The entity of the postings."),
                must("account", "Their reference to the account; it needs an inverse."),
                must("quantity", "Their field that says what is added, or taken away if it is negative."),
                must("balance", "The account’s field that holds the sum; the engine keeps it."),
                may("min", "What the balance may not fall below, an expression of the account such as 0."),
            ], children: ["label": "label"]),
        "snapshot": Element(
            documentation: "What is written down about records at the end of each period, once a period.",
            attributes: [
                id("The snapshot’s name."), must("entity", "The entity of the records."),
                may("where", "A condition: which records; all without it."),
                must("into", "The entity of the facts."),
                must("day-field", "The date field of the facts that tells the day of the period."),
                may("every", "day, week (on Mondays) or month (on the first); day without it.", .oneOf(periods)),
                may("at", "The time of the day, such as 23:00; midnight without it."),
                may("calendar", "Only on days that are worked in it."),
            ], children: ["label": "label", "set": "snapshot.set"]),
        "snapshot.set": Element(
            documentation:
                "Fills a field of the facts; if anything is counted or added up, the others make the groups.",
            attributes: [
                must("field", "The field of the facts."), may("value", "An expression of the record."),
                may(
                    "with", "Adds the value up over the records of a group.",
                    .oneOf(["sum", "min", "max", "average", "countdistinct"])),
                flag("count", "true: how many records."),
            ], children: [:]),
    ]

    private static let periods = ["day", "week", "month"]
}
