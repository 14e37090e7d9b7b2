// SPDX-License-Identifier: Apache-2.0

// Pipelines: stages, the ways between them, and what each asks for.
extension PackGrammar {
    static let pipelineElements: [String: Element] = [
        "pipeline": Element(
            documentation: "The stages that records of an entity go through.",
            attributes: [
                id("The pipeline’s name."), must("entity", "The entity."),
                must("field", "The name of the field that holds the stage; the pipeline makes it."),
                may("when", "A condition of the record’s own fields: which records go through it; all without it."),
                may(
                    "probability",
                    "A field for the percentage that stages and met exit conditions stand for; the engine computes it."),
                may("back-moves", "A field for whole numbers in which the engine counts moves back."),
                may("card", "Fields on a card of the board."), may("total", "The number that a column adds up."),
                may("due-field", "A field for the moment at which the stage’s time is used up; the engine writes it."),
                may("breached-field", "A yes-no field that is true when the stage’s time was used up."),
                flag("history", "true: asof(value=…,date=…) gives the stage of any time."),
            ],
            children: labels.merging(["stage": "stage", "transition": "transition", "gone-stage": "gone-stage"]) {
                first, _ in first
            }),
        "stage": Element(
            documentation: "A stage; records begin in the first.",
            attributes: [
                id("The stage’s name."), may("category", "open, won or lost.", .oneOf(["open", "won", "lost"])),
                may("requires", "Fields that need a value on entry."),
                may("exit-requires", "Fields that need a value before a record goes on to a later stage."),
                may("probability", "A percentage, 0 to 100, of a record that comes in; evenly spread without it."),
                flag("irreversible", "true: no way leads back out of it."),
                may("sla", "How long a record may stay, such as PT4H; a clock named pipeline.stage measures it."),
                may("calendar", "The working calendar of that time; every moment counts without it."),
                flag("retired", "true: kept for records that are in it, nothing enters it any more."), was, after,
                before,
            ],
            children: labels.merging(["guard": "guard", "exit": "exit", "needs": "needs", "approval": "approval"]) {
                first, _ in first
            }),
        "transition": Element(
            documentation: "A way from one or more stages to another.",
            attributes: [
                must("from", "Stages, with blanks between them, or * for every other."), must("to", "A stage."),
                may("roles", "Who may take it; everybody who may update the record without it."),
                may("requires", "Fields that need a value."), flag("reason", "true: the person must say why."),
                may("reasons", "A shared choice; the person must say why by one of its options."),
                may("reason-field", "The field, of the same choice, to which the engine writes the reason."),
            ],
            children: labels.merging(["guard": "guard", "needs": "needs", "set": "set", "approval": "approval"]) {
                first, _ in first
            }),
        "guard": Element(
            documentation: "A condition on a move; the labels say what is missing.",
            attributes: [id("The guard’s name."), must("test", "A condition of the entity.")], children: labels),
        "exit": Element(
            documentation: "A condition on going on from a stage to a later one; the labels say what is missing.",
            attributes: [id("The condition’s name."), must("test", "A condition of the entity.")], children: labels),
        "approval": Element(
            documentation: "What others have to say yes to before a record comes in, or takes the way.",
            attributes: [
                id("The approval’s name, unique in the pipeline."),
                may("when", "A condition of the entity: which records need it; all without it."),
                may(
                    "freeze",
                    "Fields that nobody changes while it waits and as long as the record is where it was approved to be; * for all. Without it all, while it waits."
                ),
            ], children: labels.merging(["step": "approval.step"]) { first, _ in first }),
        "approval.step": Element(
            documentation: "A round of asking; steps come one after another.",
            attributes: [
                must("roles", "Who may say yes, with blanks between them."),
                may("count", "So many of them have to; one without it."),
                may("when", "A condition of the entity: which records need the step; all without it."),
            ], children: [:]),
        "needs": Element(
            documentation: "Related records that there must be; the labels say what is missing.",
            attributes: [
                id("The need’s name."), must("relationship", "The collection that they belong to."),
                may("where", "A condition of the related entity: which of them count; all without it."),
                may("count", "At least so many; one without it."),
                may(
                    "on", "In a stage: exit, to go on to a later stage, or entry, to come in; exit without it.",
                    .oneOf(["exit", "entry"])),
            ], children: labels),
    ]
}
