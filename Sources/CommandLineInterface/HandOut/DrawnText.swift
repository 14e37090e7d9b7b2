// SPDX-License-Identifier: Apache-2.0

/// A text in a drawing, whose width is estimated from its characters, since nothing measures fonts here.
struct DrawnText {
    let text: String

    /// The width in a font of 13 pixels; on the wide side, so that no text leaves its box.
    static func width(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 13.2 : $1.properties.isUppercase ? 9.2 : 7.3) }
    }

    /// The text, cut with an ellipsis where it would be wider.
    init(_ text: String, within width: Double) {
        guard Self.width(text) > width else {
            self.text = text
            return
        }
        var cut = text
        while !cut.isEmpty, Self.width(cut + "…") > width { cut.removeLast() }
        self.text = cut + "…"
    }

    /// The text as an element of a drawing, its base line at y.
    func markup(x: Double, y: Double, style: String = "") -> Markup {
        .element("text", ["x": written(x), "y": written(y), "class": style], text)
    }
}

/// A coordinate with one digit behind the point.
func written(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
}

/// A drawing of its own size, which the page shrinks to its width.
func drawing(width: Double, height: Double, title: String, _ children: [Markup]) -> Markup {
    .element(
        "svg",
        [
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(written(width)) \(written(height))",
            "width": written(width), "height": written(height), "role": "img", "aria-label": title,
        ], [.element("title", title)] + children)
}

/// The head of an arrow whose tip is at a point.
func arrowHead(x: Double, y: Double, toRight: Bool) -> Markup {
    let back = written(toRight ? x - 8 : x + 8)
    return .element(
        "path",
        [
            "class": "arrow",
            "d": "M \(written(x)) \(written(y)) L \(back) \(written(y - 4)) L \(back) \(written(y + 4)) Z",
        ])
}

/// A line along points.
func polyline(_ points: [(x: Double, y: Double)]) -> Markup {
    let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L") \(written($1.x)) \(written($1.y))" }
    return .element("path", ["d": steps.joined(separator: " ")])
}
