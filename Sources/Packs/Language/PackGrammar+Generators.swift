// SPDX-License-Identifier: Apache-2.0
import DomainModel

// Records that are made up, so that a demonstration can be of any size.
extension PackGrammar {
    static let generatorElements: [String: Element] = [
        "words": Element(
            documentation: "A list of words that draws choose from, with white space between them.",
            attributes: [id("The list’s name.")], children: [:], hasText: true),
        "generate": Element(
            documentation: """
                Makes up records for a demonstration. Expressions know @size, @index (from 0), @each (the record that it is \
                for) and the draws before them by name.
                """,
            attributes: [
                must("entity", "The entity."),
                may("for-each", "Records are made for each of this entity’s that were made before."),
                must("count", "How many, or how many at least, such as @size mul 2."),
                may("most", "How many at most."),
                may("when", "A condition: whether the record is made, asked when its values are there."),
                may("at", "The moment at which it was added; now without it."),
            ], children: ["draw": "draw", "set": "generate.set", "move": "generate.move"]),
        "draw": Element(
            documentation: "A value that chance decides: in a field, or known by its name to what stands behind it.",
            attributes: [
                may("id", "The name behind the @."), may("field", "The field that it is written to."),
                may("from", "The smallest value."), may("to", "The largest value."),
                may("step", "From the smallest value in steps of this."),
                may("entity", "A record of this entity …"),
                may("where", "… for which this is true; it knows that record only."),
                may("role", "… for users: who has this role."),
                may("words", "One of a list of words."), may("digits", "So many digits."),
                may(
                    "shape", "Where most values lie: even, low or middle.", .oneOf(Draw.Shape.allCases.map(\.rawValue))),
                may("missing", "In so many of a hundred cases there is no value."),
            ], children: ["pick": "pick"]),
        "pick": Element(
            documentation: "One of several values.",
            attributes: [
                must("value", "An expression."), may("weight", "How often, compared with the others; 1 without it."),
            ], children: [:]),
        "generate.set": Element(
            documentation: "Writes a value to a field.",
            attributes: [must("field", "The field."), must("value", "An expression.")], children: [:]),
        "generate.move": Element(
            documentation: "A stage that the record goes to; its contract holds.",
            attributes: [
                must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                may("at", "When; at the moment of the move before without it."),
                may("when", "A condition: whether it goes there; the moves behind it are asked all the same."),
                may("reason", "Why, where the way asks for it."),
            ], children: ["set": "generate.set"]),
        "demo-ask": Element(
            documentation: """
                A person of the demonstration asks for the approvals that a move needs, once all demo records are there; what \
                the others say stands inside, in its order. Without it the request waits. Values name the users as @id.
                """,
            attributes: [
                must("entity", "The entity."),
                must("where", "A condition that is true for the record, and for no other."),
                must("to", "The stage."), may("pipeline", "The pipeline; the entity’s only one without it."),
                must("as", "The demo user who asks."),
                may("at", "When, such as now() sub duration'P1D'; now without it."),
                may("reason", "What the person says why."),
            ], children: ["set": "generate.set", "approve": "demo-ask.answer", "reject": "demo-ask.answer"]),
        "demo-ask.answer": Element(
            documentation: "What a demo user says: yes by approve, no by reject.",
            attributes: [
                must("as", "The demo user."), may("at", "When; the moment of what was before without it."),
                may("note", "In their words; a no needs some."),
            ], children: [:]),
    ]
}
