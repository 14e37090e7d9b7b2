// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections

/// An element of a pack with the places of everything in it.
struct PackElement: Sendable {
    let name: String
    let range: SourceRange
    /// In the order they are written.
    var attributes: OrderedDictionary<String, LocatedAttribute> = [:]
    var children: [PackElement] = []
    /// The text directly inside, without white space at its ends.
    var text = ""
    /// What layers set of it, the oldest first, by attribute or by text and language; empty for what no other layer changed.
    var settings: [String: [Setting]] = [:]

    struct LocatedAttribute: Sendable {
        let nameRange: SourceRange
        let value: LocatedText
    }

    func children(_ name: String) -> [PackElement] { children.filter { $0.name == name } }

    /// The decoded value of an attribute with its place; nil if it is not written.
    func value(of attribute: String) -> LocatedText? { attributes[attribute]?.value }

    /// The decoded value of an attribute; nil if it is not written.
    subscript(attribute: String) -> String? { attributes[attribute]?.value.text }

    /// The place of an attribute's value, or of the element's name.
    func range(of attribute: String) -> SourceRange { attributes[attribute]?.value.range ?? range }
}
