// SPDX-License-Identifier: Apache-2.0
import Values

/// A piece of an expression's text.
struct Token: Equatable {
    enum Kind: Equatable {
        /// An identifier, or several with dots between them.
        case name(String)
        /// `$count`, `$it`, …, without the `$`.
        case dollar(String)
        /// `@me`, without the `@`.
        case alias(String)
        /// A literal whose type its text tells.
        case literal(Value, ValueType)
        /// A moment written with another offset than UTC.
        case offsetInstant(Instant)
        /// Text in quotes, whose type the context may tell.
        case string(String)
        /// A name directly before text in quotes, such as `crm.Stage'won'`.
        case prefixed(String, String)
        case open, close, comma, colon, slash, equals, minus
        case end
    }

    let kind: Kind
    let offset: Int
    let length: Int
    /// White space, or nothing at all, stands before it.
    let isSpaced: Bool

    var end: Int { offset + length }
}
