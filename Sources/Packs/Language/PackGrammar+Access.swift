// SPDX-License-Identifier: Apache-2.0

// Who has which records.
extension PackGrammar {
    static let accessElements: [String: Element] = [
        "pool": Element(
            documentation: "Records of an entity that belong to nobody until somebody claims them.",
            attributes: [
                must("entity", "The entity."),
                must("owner", "The field that refers to the user who has the record; empty while it lies in the pool."),
                may(
                    "protect",
                    "How long nobody else may claim a record, such as P90D or an expression that gives a duration; then it "
                        + "is released by itself. Without it its owner keeps it."),
                may("protected-until", "A date or moment that the engine writes: until then the record is protected."),
                may("activity", "A date or moment of the record; the protection begins anew with it."),
                may("limit", "The most records that one person may have: a number, or an expression that gives one."),
                may("roles", "Who may claim; everybody who may change the record afterwards without it."),
            ], children: [:])
    ]
}
