// SPDX-License-Identifier: Apache-2.0

extension PackGrammar {
    struct Attribute {
        let name: String
        let isRequired: Bool
        let documentation: String
        let values: Values
    }

    /// What may stand in an attribute, as far as an editor can tell it.
    enum Values: Equatable {
        case any
        /// `true` or `false`.
        case flag
        case oneOf([String])
        /// Words with blanks between them.
        case severalOf([String])
        /// The name of a field type; plugins add types, so that others are valid as well.
        case fieldType
        /// `all`, `none`, or a condition.
        case right
    }

    /// The language of a text.
    static let language = may("xml:lang", "The language; English without it.", .oneOf(["en", "zh-Hans"]))

    static func id(_ documentation: String) -> Attribute { must("id", documentation) }

    static func must(_ name: String, _ documentation: String, _ values: Values = .any) -> Attribute {
        Attribute(name: name, isRequired: true, documentation: documentation, values: values)
    }

    static func may(_ name: String, _ documentation: String, _ values: Values = .any) -> Attribute {
        Attribute(name: name, isRequired: false, documentation: documentation, values: values)
    }

    static func flag(_ name: String, _ documentation: String) -> Attribute { may(name, documentation, .flag) }
}
