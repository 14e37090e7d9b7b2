// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections

/// The labels of something that no file declares, as elements.
func madeLabels(english: String, chinese: String, at range: SourceRange) -> [PackElement] {
    let language = PackElement.LocatedAttribute(
        nameRange: range,
        value: LocatedText(
            file: range.file, scalars: "zh-Hans".unicodeScalars.map { ($0, range.start) }, end: range.start))
    return [
        PackElement(name: "label", range: range, text: english),
        PackElement(name: "label", range: range, attributes: ["xml:lang": language], text: chinese),
    ]
}
