// SPDX-License-Identifier: Apache-2.0

// Working calendars.
extension PackGrammar {
    static let timeElements: [String: Element] = [
        "calendar": Element(
            documentation: "When a company works: shifts on days of the week, holidays, and days off that are worked.",
            attributes: [
                id("The calendar’s name."),
                may("zone", "The offset of its time from UTC, such as +08:00; that without it."),
            ], children: ["shift": "shift", "holiday": "holiday", "workday": "workday"]),
        "shift": Element(
            documentation: "Working time that begins on some days of the week.",
            attributes: [
                must("days", "Days of the week, with blanks between them.", .severalOf(weekdays)),
                must("from", "When it begins, such as 09:00."),
                must("to", "When it ends; on the next day if that is not later. 24:00 is midnight."),
            ], children: [:]),
        "holiday": Element(
            documentation: "Days on which no shift begins.",
            attributes: [must("date", "The day, or the first one."), may("to", "The last day.")], children: [:]),
        "workday": Element(
            documentation: "A day that is worked though it is none of the week’s, as before or after a holiday.",
            attributes: [
                must("date", "The day."),
                may(
                    "like", "The day of the week whose shifts it has; the first with shifts without it.",
                    .oneOf(weekdays)),
            ], children: [:]),
    ]

    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
