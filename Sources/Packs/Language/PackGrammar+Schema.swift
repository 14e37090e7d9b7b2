// SPDX-License-Identifier: Apache-2.0

/// The schema of the pack language, the manual for editors that read XSD.
public enum PackSchema {
    /// The text of `pack.xsd`: one type for each element, every element and attribute documented.
    public static var text: String {
        let types = PackGrammar.rules.keys.sorted().compactMap { rule in
            PackGrammar.rules[rule].map { type(rule, $0) }
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:trellis:pack:1" \
            targetNamespace="urn:trellis:pack:1" elementFormDefault="qualified">
              <xs:import namespace="http://www.w3.org/XML/1998/namespace"/>
              <xs:element name="edition" type="edition"/>
              <xs:element name="pack" type="pack"/>
              <xs:element name="pack-part" type="pack-part"/>
            \(types.joined())</xs:schema>

            """
    }

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
        for attribute in element.attributes where attribute.name != "xml:lang" {
            let use = attribute.isRequired ? " use=\"required\"" : ""
            text += "    <xs:attribute name=\"\(attribute.name)\" type=\"xs:string\"\(use)>\n"
            text += documentation(attribute.documentation, indentation: 6)
            text += "    </xs:attribute>\n"
        }
        if element.attributes.contains(where: { $0.name == "xml:lang" }) {
            text +=
                "    <xs:anyAttribute namespace=\"http://www.w3.org/XML/1998/namespace\" processContents=\"skip\"/>\n"
        }
        return text + "  </xs:complexType>\n"
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
