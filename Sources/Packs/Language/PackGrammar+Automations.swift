// SPDX-License-Identifier: Apache-2.0

// Clocks that measure how long something may take, and what happens by itself.
extension PackGrammar {
    static let automationElements: [String: Element] = [
        "clock": Element(
            documentation: "Measures how long a record may take for something, in working time.",
            attributes: [
                id("The clock’s name."), must("entity", "The entity."),
                must("starts-when", "A condition of the entity: the clock runs from when it is true."),
                may("paused-when", "A condition: the clock stands still while it is true."),
                may("stops-when", "A condition: the clock ends when it is true."),
                may("from", "The moment from which it counts, such as receivedAt; that of the write without it."),
                must("limit", "An expression that gives a duration, such as duration'PT4H'."),
                may("calendar", "A working calendar; every moment counts without it."),
                may("due-field", "A field for the moment at which the time is used up; the engine writes it."),
                may("breached-field", "A yes-no field that becomes true when the time was used up."),
                flag("restarts", "true: when it starts again after its end, it begins anew."),
            ], children: ["label": "label", "warn": "warn"]),
        "warn": Element(
            documentation: "A moment before the time is used up.",
            attributes: [
                may("id", "Its name, by which automations are set off; “warned” without it."),
                must("at", "Such as “PT30M before”, in working time, or “80%” of the time."),
            ], children: [:]),
        "automation": Element(
            documentation: "What happens by itself: when, under which condition, and what.",
            attributes: [
                id("The automation’s name."), must("entity", "The entity."),
                must(
                    "on", "What sets it off.", .severalOf(triggers)),
                may("field", "For change: fields, with blanks between them; for date: the field that tells the day."),
                may("find", "For event: a condition of the records that it is about; it may name @event/value."),
                may(
                    "otherwise",
                    "For event, if it is about no record: refuse it, create one with the values set first, or ignore it.",
                    .oneOf(["refuse", "create", "ignore"])),
                may("pipeline", "For move and refusal: the pipeline; the entity’s only one without it."),
                may("to", "For move and refusal: the stage; any without it."),
                may("guard", "For refusal: the guard that stood in between; whatever did without it."),
                may("before", "For date: how long before, such as P7D."),
                may("after", "For date: how long after, such as P60D."),
                may("at", "For date and schedule: the time of the day, such as 08:00."),
                may(
                    "every", "For schedule: hour, day, week, month, quarter or year.",
                    .oneOf(["hour", "day", "week", "month", "quarter", "year"])),
                may("days", "For every day or week: the days of the week, such as “mon thu”.", .severalOf(weekdays)),
                may(
                    "day",
                    "For every month, quarter or year: the day of the month, 1 to 31, or last; the last day of months "
                        + "that are shorter."),
                may("month", "For every quarter or year: which month of it, from 1."),
                may("calendar", "For schedule: only on days that are worked in it."),
                may("clock", "For clock: the clock."),
                may(
                    "event",
                    "For clock: breached, or the name of a warning; breached without it. For event: the event."),
                may("reservation", "For reservation: the one that ended by itself."),
                may("when", "A condition; previous(field) is the value before the change."),
            ],
            children: actions.merging(["label": "label", "for-each": "for-each"]) { first, _ in first }),
        "for-each": Element(
            documentation:
                "Acts on other records: names inside are theirs, and @origin is the record that set it off.",
            attributes: [
                may("of", "A reference or a relationship of the record, or a path to one, such as account/contracts."),
                may("entity", "Instead of “of”: any records of this entity."),
                may("where", "A condition of those records; it may name @origin/field."),
                may("order", "Which come first, such as “expiry asc”."),
                may("limit", "Only the first so many; all without it."),
            ], children: actions),
        "set": Element(
            documentation: "Writes a value to a field.",
            attributes: [must("field", "The field."), must("value", "An expression of the entity.")],
            children: [:]),
        "create": Element(
            documentation: "Adds a record.", attributes: [must("entity", "The entity.")],
            children: ["set": "set", "assign": "assign"]),
        "move": Element(
            documentation: "Moves the record to a stage; its contract holds.",
            attributes: [
                must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("reason", "One of the reasons, where the way has a list of them."),
            ], children: [:]),
        "ask": Element(
            documentation: "Asks for what others have to say yes to before a move; they move the record by it.",
            attributes: [
                must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("reason", "One of the reasons, where the way has a list of them."),
            ], children: [:]),
        "call": Element(
            documentation: "Lets a plugin do something, once the record is written; tried again if it fails.",
            attributes: [must("action", "What is done, as the plugin names it, such as sms.send.")],
            children: ["with": "with"]),
        "event": Element(
            documentation: "What an outside system may tell, such as a payment that a bank received.",
            attributes: [
                id("The event’s name."), must("roles", "Who may tell it, with blanks between them."),
            ], children: ["label": "label", "value": "value"]),
        "value": Element(
            documentation: "A value that comes with an event; automations know it as @event/id.",
            attributes: [
                id("The value’s name."), must("type", "A field type of single values, or choice.", .fieldType),
                flag("required", "true: an event without it is refused."), may("length", "The most characters."),
                may("min", "The smallest value."), may("max", "The largest value."),
                may("scale", "Digits behind the point."), may("currency", "An ISO 4217 code."),
                may("options", "The name of a shared choice."),
            ], children: ["label": "label", "option": "option"]),
        "assign": Element(
            documentation: "Writes one of several records to a reference, such as a user with a role.",
            attributes: [
                must("field", "The reference."),
                may(
                    "by", "In turns, to who has the fewest, or to the first in the order.",
                    .oneOf(["round-robin", "load", "first"])),
                may("among", "For a reference to users: the role."),
                may(
                    "where",
                    "A condition of the records to choose from; it may name @origin/field, and in a for-each @each/field."
                ),
                may("order", "Which come first, such as “expiry asc”."),
            ], children: [:]),
        "notify": Element(
            documentation: "Tells people; the labels are what they read.",
            attributes: [
                may("role", "Everybody with this role."),
                may("field", "The user whom this field names, or a path to one, such as account/owner."),
            ], children: ["label": "label"]),
    ]

    /// What sets an automation off.
    static let triggers = ["create", "change", "move", "date", "schedule", "clock", "refusal", "reservation", "event"]

    private static let actions = [
        "set": "set", "create": "create", "move": "move", "assign": "assign", "notify": "notify",
        "ask": "ask", "call": "call",
    ]
}
