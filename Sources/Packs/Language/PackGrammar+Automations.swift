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
                    "on", "What sets it off.", .severalOf(["create", "change", "move", "date", "schedule", "clock"])),
                may("field", "For change: fields, with blanks between them; for date: the field that tells the day."),
                may("pipeline", "For move: the pipeline; the entity’s only one without it."),
                may("to", "For move: the stage; any without it."),
                may("before", "For date: how long before, such as P7D."),
                may("after", "For date: how long after, such as P60D."),
                may("at", "For date and schedule: the time of the day, such as 08:00."),
                may("every", "For schedule: hour, day, week or month.", .oneOf(["hour", "day", "week", "month"])),
                may("calendar", "For schedule: only on days that are worked in it."),
                may("clock", "For clock: the clock."),
                may("event", "For clock: breached, or the name of a warning; breached without it."),
                may("when", "A condition; previous(field) is the value before the change."),
            ],
            children: [
                "label": "label", "set": "set", "create": "create", "move": "move", "assign": "assign",
                "notify": "notify",
            ]),
        "set": Element(
            documentation: "Writes a value to a field.",
            attributes: [must("field", "The field."), must("value", "An expression of the entity.")],
            children: [:]),
        "create": Element(
            documentation: "Adds a record.", attributes: [must("entity", "The entity.")], children: ["set": "set"]),
        "move": Element(
            documentation: "Moves the record to a stage; its contract holds.",
            attributes: [
                must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("reason", "One of the reasons, where the way has a list of them."),
            ], children: [:]),
        "assign": Element(
            documentation: "Gives the record to one of the users with a role.",
            attributes: [
                must("field", "The field that refers to the user."),
                may("by", "round-robin or load: in turns, or to who has the fewest.", .oneOf(["round-robin", "load"])),
                must("among", "The role."),
            ], children: [:]),
        "notify": Element(
            documentation: "Tells people; the labels are what they read.",
            attributes: [
                may("role", "Everybody with this role."), may("field", "The user whom this field names."),
            ], children: ["label": "label"]),
    ]
}
