// SPDX-License-Identifier: Apache-2.0

/// The text that a record is found by.
///
/// Writes and rebuilds must agree to the letter: an entry is removed by giving its words once more.
public enum SearchWords {
    /// The words of texts in the order of the fields, each Han character as a word of its own, because Chinese is
    /// written without spaces.
    public static func words(of texts: [String]) -> String {
        var result = String.UnicodeScalarView()
        for text in texts {
            if !result.isEmpty { result.append(" ") }
            for scalar in text.unicodeScalars {
                if isHan(scalar) {
                    result.append(" ")
                    result.append(scalar)
                    result.append(" ")
                } else {
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isIdeographic }
}
