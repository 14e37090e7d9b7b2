// SPDX-License-Identifier: Apache-2.0

/// A sentence in both languages that people read.
public struct Wording: Hashable, Sendable, CustomStringConvertible {
    public let english: String
    public let chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// Both sentences, one after the other; Chinese has no blank between them.
    public static func + (left: Wording, right: Wording) -> Wording {
        Wording("\(left.english) \(right.english)", left.chinese + right.chinese)
    }

    public var description: String { english }
}
