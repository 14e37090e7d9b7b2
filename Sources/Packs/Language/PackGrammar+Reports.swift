// SPDX-License-Identifier: Apache-2.0
import DomainModel

// Figures over records.
extension PackGrammar {
    static let reportElements: [String: Element] = [
        "report": Element(
            documentation: "Numbers over records, by groups.",
            attributes: [
                id("The report’s name."), must("entity", "The entity."), may("where", "A condition of the entity."),
                may(
                    "kind",
                    "table, with subtotals; ageing, by how long ago; trend, by period beside other periods; funnel, "
                        + "from step to step; cohort, what is left of those that began together; pareto, groups in "
                        + "order with their shares; deciles, parts of the records by a value; rfm, by how recent, "
                        + "often and much; interval, by the time of day.",
                    .oneOf(ReportKind.words)),
                may("chart", "bar, line or pie.", .oneOf(["bar", "line", "pie"])),
                flag("standing", "true: kept up to date by every write, so that it opens at once."),
                may(
                    "compare", "Of a trend: year, previous or both, what each period is compared with.",
                    .severalOf(["year", "previous"])),
                may("moving", "Of a trend: how many periods a moving total adds up, such as 12."),
                may("pipeline", "Of a funnel: the pipeline of its stages; the entity’s only one without it."),
                may("ages", "Of a cohort: ages in months, with blanks between them, such as “13 25”."),
                may(
                    "survived",
                    "Of a cohort: a condition that is true of a record that is still there; @age is the age in months."),
                may("by", "Of a pareto: the measure that the groups are ranked by; the first without it."),
                may(
                    "classes",
                    "Of a pareto: where its classes A, B, … end, in percent of the whole; “80 95” without it."),
                may("rank", "Of deciles: an expression of the entity whose values put the records in order."),
                may("parts", "Of deciles: how many parts; 10 without it."),
                may("recency", "Of rfm: the day or moment of the last time."),
                may("frequency", "Of rfm: a number that says how often."),
                may("monetary", "Of rfm: a number that says how much."),
                may("at", "Of an interval: a moment."),
                may("minutes", "Of an interval: the length of a slot; 60 without it.", .oneOf(["15", "30", "60"])),
                flag("weekdays", "true: of an interval, by the day of the week first."),
            ],
            children: labels.merging(["group": "group", "measure": "measure", "step": "step"]) { first, _ in first }),
        "step": Element(
            documentation: "A step of a funnel; who reached a later one has reached it.",
            attributes: [
                id("The step’s name."), may("stage", "The stage that a record is or was in at any time."),
                may("when", "A condition of the entity that is true of who reached it."),
            ], children: labels),
        "group": Element(
            documentation: "What a report groups by.",
            attributes: [
                id("The group’s name."), must("by", "An expression of the entity."),
                may(
                    "period", "For days and moments: day, month, quarter or year.",
                    .oneOf(["day", "month", "quarter", "year"])),
                may(
                    "buckets",
                    "Bounds of bands, with blanks between them; of days and moments: days that have passed since then."
                ),
            ], children: labels),
        "measure": Element(
            documentation: "A number of a report.",
            attributes: [
                id("The measure’s name."), flag("count", "true: the number of records."),
                may("value", "An expression of the entity."),
                may("with", "What is made of the values: " + methods.joined(separator: ", ") + ".", .oneOf(methods)),
                may("where", "A condition of the entity: only records that meet it."),
                may(
                    "metric", "A metric of the same entity, which says what is measured; its labels are the measure’s."),
                may("ratio", "A measure to be divided …"), may("of", "… by this one, in percent."),
                may("compute", "An expression over the measures before it, such as “sold div offered”."),
                may("unit", "What it counts.", .oneOf(units)), may("digits", "Digits behind the point."),
            ], children: labels),
    ]

    /// What can be made of the values of a group.
    static let methods = [
        "sum", "min", "max", "average", "countdistinct", "median", "p10", "p25", "p50", "p75", "p80", "p90", "p95",
        "p99",
    ]

    static let units = ["percent", "minutes", "hours", "days", "months", "years", "times", "points"]
}
