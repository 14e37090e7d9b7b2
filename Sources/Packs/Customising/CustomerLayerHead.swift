// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// The file `pack.xml` of the customer layer, which requires every other pack, so that it lies above all of them.
struct CustomerLayerHead {
    private var markup: [Markup]
    private let path: String

    /// - Parameter head: The file so far, of which everything else is kept; nil for a new one.
    init(_ head: PackFile?, above packs: [PackName]) {
        path = head?.path ?? "\(CustomerLayer.name)/pack.xml"
        markup = MarkupReader.read(head?.text ?? Self.new)
        set("requires", to: packs.filter { $0 != CustomerLayer.name }.map { "\($0) *" }.joined(separator: ", "))
    }

    private static let new = """
        <?xml version="1.0" encoding="UTF-8"?>
        <pack xmlns="urn:trellis:pack:1" id="\(CustomerLayer.name)" version="1.0.0">
        <label>Customisations</label><label xml:lang="zh-Hans">自定义</label>
        </pack>
        """

    /// The same with the next version, as every change makes one.
    var next: CustomerLayerHead {
        let version = root?.attributes.first { $0.name == "version" }?.value.dropFirst().dropLast()
        guard let next = version.flatMap({ PackVersion(String($0)) })?.next(at: 2) else { return self }
        var head = self
        head.set("version", to: next.description)
        return head
    }

    /// Whether somebody wrote changes into this file itself.
    var hasContent: Bool {
        root?.parts.contains { part in
            guard case .element(let element) = part else { return false }
            return element.name != "label"
        } ?? false
    }

    var file: PackFile {
        var printer = MarkupPrinter()
        printer.print(markup)
        return PackFile(path: path, text: printer.text)
    }

    /// A file as ‘trellis fmt’ writes it.
    static func formatted(_ path: String, _ text: String) -> String {
        var ignored = DiagnosticList()
        return PackFormatter.formatted(PackFile(path: path, text: text), &ignored) ?? text
    }

    private var root: Markup.Element? {
        for case .element(let element) in markup { return element }
        return nil
    }

    /// - Parameter value: Names and versions, in which nothing needs to be escaped.
    private mutating func set(_ name: String, to value: String) {
        for (index, part) in markup.enumerated() {
            guard case .element(var element) = part else { continue }
            element.attributes.removeAll { $0.name == name }
            if !value.isEmpty { element.attributes.append(Markup.Attribute(name: name, value: "\"\(value)\"")) }
            markup[index] = .element(element)
        }
    }
}
