// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// A sentence of a test whose language does not matter.
extension Wording: ExpressibleByStringLiteral {
    public init(stringLiteral sentence: String) { self.init(sentence, sentence) }
}
