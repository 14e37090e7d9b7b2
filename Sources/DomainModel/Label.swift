// SPDX-License-Identifier: Apache-2.0

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
