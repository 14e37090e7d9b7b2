// SPDX-License-Identifier: Apache-2.0

/// A sentence in both languages that people read.
public struct Wording: Hashable, Sendable, CustomStringConvertible {
    public let english: String
    public let chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public var description: String { english }

    /// What to write instead.
    public static func write(_ form: String) -> Wording { Wording("Write “\(form)”.", "请写作“\(form)”。") }

    /// A name like the unknown one.
    public static func meant(_ form: String) -> Wording { Wording("Did you mean “\(form)”?", "是不是“\(form)”？") }

    /// Both sentences, one after the other.
    static func + (left: Wording, right: Wording) -> Wording {
        Wording("\(left.english) \(right.english)", left.chinese + right.chinese)
    }
}
