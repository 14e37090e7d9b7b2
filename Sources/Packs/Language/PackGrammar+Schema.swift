// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Values

/// The schema of the pack language, the manual for editors that read XSD.
public enum PackSchema {
    /// The file's name beside a pack.
    public static let fileName = "pack.xsd"

    /// The text of `pack.xsd` with the field types of the product.
    public static var text: String { text(fieldTypes: FieldType.builtIn.map(\.name)) }

    /// The text of `pack.xsd`: one type for each element, every element and attribute documented, and the words of
    /// attributes that have only so many.
    ///
    /// - Parameter fieldTypes: What editors propose for the type of a field; other names are valid as well.
    public static func text(fieldTypes: [FieldTypeName]) -> String {
        let types = PackGrammar.rules.keys.sorted().compactMap { rule in
            PackGrammar.rules[rule].map { type(rule, $0) }
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:trellis:pack:1" \
            targetNamespace="urn:trellis:pack:1" elementFormDefault="qualified">
              <xs:import namespace="http://www.w3.org/XML/1998/namespace"/>
            \(roots)\(suggestions("field-type", fieldTypes.map(\.rawValue).sorted()))\
            \(suggestions("right", ["all", "none"]))\(types.joined())</xs:schema>

            """
    }

    private static let roots = ["edition", "pack", "pack-part", "scenarios"].map { name in
        "  <xs:element name=\"\(name)\" type=\"\(name)\">\n"
            + documentation(PackGrammar.rules[name]?.documentation ?? "", indentation: 4) + "  </xs:element>\n"
    }.joined()

    private static func type(_ rule: String, _ element: PackGrammar.Element) -> String {
        var text = "  <xs:complexType name=\"\(rule)\"\(element.hasText ? " mixed=\"true\"" : "")>\n"
        text += documentation(element.documentation, indentation: 4)
        if !element.children.isEmpty {
            text += "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n"
            for (name, child) in element.children.sorted(by: { $0.key < $1.key }) {
                text += "      <xs:element name=\"\(name)\" type=\"\(child)\">\n"
                text += documentation(PackGrammar.rules[child]?.documentation ?? "", indentation: 8)
                text += "      </xs:element>\n"
            }
            text += "    </xs:choice>\n"
        }
        for attribute in element.attributes where attribute.name != PackGrammar.language.name {
            text += self.attribute(attribute)
        }
        if element.attributes.contains(where: { $0.name == PackGrammar.language.name }) {
            // Its schema is the XML standard’s own, which is on no disk; a reference to it could not be resolved.
            text +=
                "    <xs:anyAttribute namespace=\"http://www.w3.org/XML/1998/namespace\" processContents=\"skip\"/>\n"
        }
        return text + "  </xs:complexType>\n"
    }

    private static func attribute(_ attribute: PackGrammar.Attribute) -> String {
        let use = attribute.isRequired ? " use=\"required\"" : ""
        let type: String? =
            switch attribute.values {
            case .any: "xs:string"
            case .fieldType: "field-type"
            case .right: "right"
            case .flag, .oneOf, .severalOf: nil
            }
        var text = "    <xs:attribute name=\"\(attribute.name)\"\(type.map { " type=\"\($0)\"" } ?? "")\(use)>\n"
        text += documentation(attribute.documentation, indentation: 6)
        switch attribute.values {
        case .any, .fieldType, .right: break
        case .flag: text += words(["true", "false"], indentation: 6)
        case .oneOf(let words): text += self.words(words, indentation: 6)
        case .severalOf(let words):
            text += "      <xs:simpleType>\n        <xs:list>\n" + self.words(words, indentation: 10)
            text += "        </xs:list>\n      </xs:simpleType>\n"
        }
        return text + "    </xs:attribute>\n"
    }

    /// A type of a few words.
    private static func words(_ words: [String], indentation: Int) -> String {
        let blank = String(repeating: " ", count: indentation)
        let values = words.map { "\(blank)    <xs:enumeration value=\"\($0)\"/>\n" }.joined()
        return "\(blank)<xs:simpleType>\n\(blank)  <xs:restriction base=\"xs:string\">\n\(values)"
            + "\(blank)  </xs:restriction>\n\(blank)</xs:simpleType>\n"
    }

    /// A type of any text, of which editors propose a few.
    private static func suggestions(_ name: String, _ words: [String]) -> String {
        "  <xs:simpleType name=\"\(name)\">\n    <xs:union memberTypes=\"xs:string\">\n"
            + self.words(words, indentation: 6) + "    </xs:union>\n  </xs:simpleType>\n"
    }

    private static func documentation(_ sentence: String, indentation: Int) -> String {
        let escaped = sentence.map { character -> String in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            default: String(character)
            }
        }.joined()
        let blank = String(repeating: " ", count: indentation)
        return "\(blank)<xs:annotation><xs:documentation>\(escaped)</xs:documentation></xs:annotation>\n"
    }
}
