// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// Writes files of packs in one way, so that a difference between two of them is a difference in what they say.
///
/// Elements stand on lines of their own, four blanks deeper than what is around them, with at most one empty line between
/// them; attributes stand in the order of the schema, on lines of their own where the tag would be longer than 120
/// places. What people wrote stays as it is: texts, CDATA sections, comments, references, and line breaks inside of
/// attributes.
public enum PackFormatter {
    /// The text of a file as it should be written; the same text if it is written so already.
    ///
    /// - Returns: Nil, with the reason appended, if the file is no part of a pack.
    public static func formatted(_ file: PackFile, _ diagnostics: inout DiagnosticList) -> String? {
        guard let root = file.root(&diagnostics) else { return nil }
        guard PackGrammar.rules[root.name] != nil else {
            diagnostics.append(
                .wrongRoot, "The root is <\(root.name)>, which packs do not have; the file stays as it is.",
                at: root.range, hint: "pack.xml has the root <pack>, every other file <pack-part>.")
            return nil
        }
        var printer = MarkupPrinter()
        printer.print(MarkupReader.read(lines(of: file.text)))
        return printer.text
    }

    /// The text with every line break as one line feed, which XML reads them all as.
    private static func lines(of text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var bytes: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0D { bytes.append(0x0A) } else if byte != 0x0A || previous != 0x0D { bytes.append(byte) }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
