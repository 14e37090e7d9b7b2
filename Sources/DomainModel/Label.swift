// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Expressions

/// A language that every label exists in.
public enum Language: String, Sendable, CaseIterable, Codable {
    case english = "en"
    case chinese = "zh-Hans"
}

/// What a person reads, in both languages.
public struct Label: Hashable, Sendable {
    public let english: String
    public let chinese: String

    public init(english: String, chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

extension Label {
    /// What the expression language says, in both languages.
    public init(_ wording: Wording) { self.init(english: wording.english, chinese: wording.chinese) }
}

extension Wording {
    public subscript(language: Language) -> String { Label(self)[language] }
}

extension ExpressionError {
    /// The message with the hint behind it.
    public var label: Label { Label(hint.map { message + $0 } ?? message) }
}
