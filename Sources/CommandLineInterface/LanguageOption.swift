// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import Diagnostics
public import DomainModel

/// The language that a command answers in.
struct LanguageOption: ParsableArguments {
    @ArgumentParser.Option(help: ArgumentHelp("Answer in en or zh-Hans.", valueName: "language"))
    var language = Language.english
}

extension Language: ExpressibleByArgument {
    /// The same words in this language.
    func words(_ english: String, _ chinese: String) -> String {
        switch self {
        case .english: english
        case .chinese: chinese
        }
    }

    /// How findings are printed in this language.
    var findings: DiagnosticPrinter.Words {
        switch self {
        case .english: .english
        case .chinese: .chinese
        }
    }
}
