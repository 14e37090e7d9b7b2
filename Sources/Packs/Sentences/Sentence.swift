// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel

/// A sentence of a finding as it stands in the code, in English; its Chinese is looked up when the finding is made.
struct Sentence: ExpressibleByStringInterpolation, Sendable {
    /// The English sentence with `{}` in place of everything that is filled in.
    let template: String
    let arguments: [Wording]

    init(stringLiteral sentence: String) {
        template = sentence
        arguments = []
    }

    init(stringInterpolation: StringInterpolation) {
        template = stringInterpolation.template
        arguments = stringInterpolation.arguments
    }

    /// What an attribute means, as the schema says it.
    init(documentation: String) { self.init(stringLiteral: documentation) }

    /// The sentence in both languages; in English alone if the catalogue does not have it, which a test rules out.
    var wording: Wording {
        Wording(
            Self.filled(template, arguments.map(\.english)),
            Self.filled(ChineseSentences.all[template] ?? template, arguments.map(\.chinese)))
    }

    /// A template with each `{}` replaced by the next argument, and `{2}` by the second.
    private static func filled(_ template: String, _ arguments: [String]) -> String {
        guard !arguments.isEmpty else { return template }
        var text = ""
        var rest = template[...]
        var next = 0
        while let match = rest.firstMatch(of: #/\{([1-9]?)\}/#) {
            text += rest[..<match.range.lowerBound]
            let place = Int(match.output.1).map { $0 - 1 } ?? next
            text += arguments.indices.contains(place) ? arguments[place] : ""
            next += 1
            rest = rest[match.range.upperBound...]
        }
        return text + rest
    }
}

extension Sentence {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var template = ""
        fileprivate(set) var arguments: [Wording] = []

        init(literalCapacity: Int, interpolationCount: Int) { template.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { template += literal }

        /// A name or a value, which is the same in every language.
        mutating func appendInterpolation(_ name: some CustomStringConvertible) {
            let text = name.description
            appendInterpolation(Wording(text, text))
        }

        mutating func appendInterpolation(_ wording: Wording) {
            template += "{}"
            arguments.append(wording)
        }

        mutating func appendInterpolation(_ sentence: Sentence) { appendInterpolation(sentence.wording) }

        /// The kind of something that packs declare, such as `field`.
        mutating func appendInterpolation(kind: String) {
            appendInterpolation(Wording(kind, ChineseSentences.all[kind] ?? kind))
        }

        mutating func appendInterpolation(_ label: Label) {
            appendInterpolation(Wording(label.english, label.chinese))
        }

        /// Names with commas between them.
        mutating func appendInterpolation(all names: [String]) {
            appendInterpolation(Wording(names.joined(separator: ", "), names.joined(separator: "、")))
        }

        /// The first ten names of many, with commas between them.
        mutating func appendInterpolation(list names: [String]) {
            let (english, chinese) = names.count > 10 ? (["…"], ["……"]) : ([], [])
            appendInterpolation(
                Wording(
                    (names.prefix(10) + english).joined(separator: ", "),
                    (names.prefix(10) + chinese).joined(separator: "、")))
        }
    }
}
