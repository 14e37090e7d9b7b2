// SPDX-License-Identifier: Apache-2.0

/// The text that a record is found by, and the query that finds it.
///
/// Chinese is written without spaces, so a run of Han characters stands in the index as its overlapping pairs, and its
/// last character alone: two characters are then one look-up, more are a phrase of pairs, one is a prefix.
/// Writes and rebuilds must agree to the letter: an entry is removed by giving its words once more.
public enum SearchWords {
    /// The words of texts in the order of the fields.
    public static func words(of texts: [String]) -> String {
        var words: [String] = []
        for text in texts {
            for run in runs(text) {
                words += run.isHan ? pairs(run.scalars) : [String(String.UnicodeScalarView(run.scalars))]
            }
        }
        return words.joined(separator: " ")
    }

    /// The full-text query that finds every word of what a person typed; nil if there is nothing to find.
    public static func query(_ text: String) -> String? {
        let terms = runs(text).map { run -> String in
            guard run.isHan else { return "\"\(String(String.UnicodeScalarView(run.scalars)))\"*" }
            guard run.scalars.count > 1 else { return "\"\(String(String.UnicodeScalarView(run.scalars)))\"*" }
            return "\"" + pairs(run.scalars).dropLast().joined(separator: " ") + "\""
        }
        return terms.isEmpty ? nil : terms.joined(separator: " AND ")
    }

    /// The words of what a person typed, as they stand there.
    static func terms(_ text: String) -> [String] { runs(text).map { String(String.UnicodeScalarView($0.scalars)) } }

    private struct Run {
        let isHan: Bool
        var scalars: [Unicode.Scalar]
    }

    /// Stretches of Han characters, and stretches of other letters and digits; everything else separates.
    private static func runs(_ text: String) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            let isHan = properties.isIdeographic
            guard isHan || properties.isAlphabetic || properties.numericType != nil else {
                isOpen = false
                continue
            }
            if isOpen, let last = runs.indices.last, runs[last].isHan == isHan {
                runs[last].scalars.append(scalar)
            } else {
                runs.append(Run(isHan: isHan, scalars: [scalar]))
                isOpen = true
            }
        }
        return runs
    }

    private static func pairs(_ scalars: [Unicode.Scalar]) -> [String] {
        scalars.indices.map { index in
            String(String.UnicodeScalarView(scalars[index..<min(index + 2, scalars.count)]))
        }
    }
}
