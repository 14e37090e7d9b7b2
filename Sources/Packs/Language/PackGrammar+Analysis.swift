// SPDX-License-Identifier: Apache-2.0
import DomainModel

// Metrics, goals and dashboards.
extension PackGrammar {
    static let analysisElements: [String: Element] = [
        "metric": Element(
            documentation: "A figure with a name, a unit and a formula, which reports, goals and dashboards share.",
            attributes: [
                id("The metric’s name."), may("entity", "The entity whose records it is about."),
                flag("count", "true: the number of records."), may("value", "An expression of the entity."),
                may("with", "What is made of the values.", .oneOf(methods)),
                may("where", "A condition of the entity: only records that meet it."),
                may("compute", "An expression over the metrics before it, such as “stock div sold”."),
                may("unit", "What it counts.", .oneOf(units)), may("digits", "Digits behind the point."),
                may("at", "The day or moment of a record that decides whether it counts in the time of a goal."),
                may("owner", "The user to whom a record counts, for goals that somebody has."),
            ], children: labels.merging(["help": "help", "test": "metric.test"]) { first, _ in first }),
        "metric.test": Element(
            documentation: "What the metric gives for records, or for figures of other metrics, that stand inside.",
            attributes: [must("expect", "The figure; nothing for none.")],
            children: ["record": "metric.record", "given": "metric.given"]),
        "metric.record": Element(
            documentation: "A record.", attributes: [], children: ["set": "metric.set"]),
        "metric.set": Element(
            documentation: "A value of the record.",
            attributes: [
                must("field", "A field, or a path to one, such as product/price."),
                must("value", "An expression that reads nothing."),
            ], children: [:]),
        "metric.given": Element(
            documentation: "The figure of another metric.",
            attributes: [must("metric", "The metric."), must("value", "An expression that reads nothing.")],
            children: [:]),
        "goals": Element(
            documentation: "The entity whose records are goals; the engine tells how far each is reached.",
            attributes: [
                must("entity", "The entity."),
                must("metric", "The field that names the metric: a choice with options=\"metrics\"."),
                must("target", "The field for the figure that is wanted."),
                may("baseline", "The field for the figure at the beginning; 0 without it."),
                may("due", "The field for the last day."),
                may("starts", "The field for the first day; records before it do not count."),
                may("owner", "The field that refers to the user whose goal it is: what counts to that user counts."),
                may(
                    "responsible",
                    "The field that refers to the user who answers for a goal that counts for nobody alone: what that user "
                        + "sees counts. Others are told how far it is only if they see every record of the metric."),
                may("figure", "The field that shows the figure of now, in place of what is written there."),
                may("attainment", "The field that shows, in percent, how far the goal is reached."),
            ], children: [:]),
        "dashboard": Element(
            documentation: "Tiles that people of some roles see first.",
            attributes: [
                id("The dashboard’s name."), may("roles", "Whose dashboard it is; everybody’s without it."),
            ], children: labels.merging(tiles) { first, _ in first }),
        "home.metric": Element(documentation: "A metric.", attributes: [id("The metric.")], children: [:]),
        "home.goals": Element(documentation: "The goals that are not over.", attributes: [], children: [:]),
    ]

    /// What stands on home pages and dashboards.
    static let tiles = [
        "board": "home.board", "report": "home.report", "list": "home.list", "metric": "home.metric",
        "goals": "home.goals",
    ]
}
