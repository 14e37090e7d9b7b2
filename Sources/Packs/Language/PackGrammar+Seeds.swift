// SPDX-License-Identifier: Apache-2.0

extension PackGrammar {
    static let seed = Element(
        documentation: """
            A CSV file of records that the pack delivers and keeps up to date, such as price lists or reasons. Headings are \
            field names, references stand as titles or unique fields. What people changed since is never overwritten.
            """,
        attributes: [
            must("entity", "The entity."),
            must("key", "The field that tells the records apart, in every version of the pack."),
            must("file", "The file, from the pack’s folder; it stands in the folder “seeds”."),
        ], children: [:])
}
