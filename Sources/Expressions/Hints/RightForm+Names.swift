// SPDX-License-Identifier: Apache-2.0
import Values

// How names and calls of other languages are written here.
extension RightForm {
    /// The call of a function that other languages have, as it is written here.
    func functionEdit(_ node: ParsedExpression) -> Repair? {
        guard case .call(let name, let arguments) = node.node else { return nil }
        let forms = arguments.map { form($0.value) }
        guard let form = Self.call(of: name.lowercased(), forms, arguments.map(\.value)) else { return nil }
        return replacing(node, by: form)
    }

    private static func call(_ name: String, _ forms: [String]) -> String {
        "\(name)(\(forms.joined(separator: ",")))"
    }

    private static func call(
        of name: String, _ forms: [String], _ arguments: [ParsedExpression]
    ) -> String? {
        if let same = renamed[name] { return call(same, forms) }
        switch (name, forms.count) {
        case ("me", 0), ("user", 0), ("currentuser", 0), ("current_user", 0): return "@me"
        case ("getdate", 0), ("sysdate", 0), ("current_timestamp", 0), ("utcnow", 0): return "now()"
        case ("curdate", 0), ("current_date", 0): return "today()"
        case ("if", 3), ("iif", 3), ("ifelse", 3), ("ternary", 3):
            return "case(\(forms[0]):\(forms[1]),true:\(forms[2]))"
        case ("ifnull", 2), ("isnull", 2), ("nvl", 2), ("coalesce", 2):
            return "case(\(forms[0]) ne null:\(forms[0]),true:\(forms[1]))"
        case ("isnull", 1), ("isblank", 1), ("isempty", 1): return "\(forms[0]) eq null"
        case ("isnotnull", 1): return "\(forms[0]) ne null"
        case ("left", 2): return "substring(\(forms[0]),0,\(forms[1]))"
        case ("right", 2): return "substring(\(forms[0]),-\(forms[1]))"
        case ("mid", 3):
            // Others count from 1.
            guard case .literal(.integer(let start), _) = arguments[1].node, start > 0 else { return nil }
            return "substring(\(forms[0]),\(start - 1),\(forms[2]))"
        case ("substringof", 2): return "contains(\(forms[1]),\(forms[0]))"
        case ("abs", 1): return "case(\(forms[0]) lt 0:-\(forms[0]),true:\(forms[0]))"
        case ("mod", 2): return "\(forms[0]) mod \(forms[1])"
        case ("and", 2), ("or", 2): return "\(forms[0]) \(name) \(forms[1])"
        case ("tostring", 1), ("str", 1): return "cast(\(forms[0]),Edm.String)"
        case ("tonumber", 1), ("number", 1), ("todecimal", 1): return "cast(\(forms[0]),Edm.Decimal)"
        case ("int", 1), ("toint", 1): return "cast(\(forms[0]),Edm.Int64)"
        case ("datediff", 2): return "\(forms[1]) sub \(forms[0])"
        case ("count", 1): return "\(forms[0])/$count"
        case ("exists", 1): return "\(forms[0])/any()"
        case ("sum", 1), ("min", 1), ("max", 1), ("avg", 1), ("average", 1): return aggregate(name, forms[0])
        default: return nil
        }
    }

    private static func aggregate(_ name: String, _ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), path.allSatisfy({ $0.isLetter || $0.isNumber || "/_".contains($0) })
        else { return nil }
        let method = name == "avg" ? "average" : name
        return "\(path[..<slash])/aggregate(\(path[path.index(after: slash)...]) with \(method))"
    }

    /// A name that is no field, but a word of other languages, an option or a text without its quotes.
    func nameEdit(_ mistake: ExpressionError, _ outer: ParsedExpression?, _ chain: [ParsedExpression]) -> Repair? {
        let place = mistake.offset..<mistake.offset + mistake.length
        let name = text.slice(place)
        func edit(_ form: String) -> Repair {
            Repair(offset: place.lowerBound, length: place.count, edit: place, text: form)
        }
        if let word = words[name.lowercased()] { return edit(word) }
        if case .binary(_, _, let left, let right)? = outer?.node {
            let other = left.contains(mistake.offset) ? right : left
            let type = (try? checker(inside: chain).check(other))?.type
            if case .choice(let choice)? = type, isOption(name, choice) { return edit("'\(name)'") }
            if case .flags(let choice)? = type, isOption(name, choice) { return edit("'\(name)'") }
            if type == .text, mistake.hint == nil { return edit("'\(name)'") }
        }
        return nil
    }

    private func isOption(_ name: String, _ choice: ChoiceName) -> Bool {
        checker.scope.options(of: choice)?.contains { $0.name == name } == true
    }

    /// A field behind a collection is asked of its members.
    func memberEdit(_ mistake: ExpressionError, _ chain: [ParsedExpression]) -> Repair? {
        for node in chain.reversed() {
            guard case .binary(let operation, _, let left, let right) = node.node, case .path(let path) = left.node,
                path.tail == nil, operation != .and, operation != .or,
                let member = path.segments.firstIndex(where: { $0.offset == mistake.offset }), member > 0
            else { continue }
            let collection = path.segments[..<member].map(\.name).joined(separator: "/")
            let field = path.segments[member...].map(\.name).joined(separator: "/")
            return replacing(
                node, by: "\(collection)/any(x:x/\(field) \(operation.rawValue) \(form(right)))")
        }
        return nil
    }
}

/// Functions that differ in their names only.
private let renamed = [
    "len": "length", "strlen": "length", "upper": "toupper", "ucase": "toupper", "touppercase": "toupper",
    "lower": "tolower", "lcase": "tolower", "tolowercase": "tolower", "substr": "substring", "ceil": "ceiling",
    "includes": "contains", "contain": "contains", "beginswith": "startswith", "starts_with": "startswith",
    "ends_with": "endswith", "concatenate": "concat", "instr": "indexof", "ltrim": "trim", "rtrim": "trim",
    "strip": "trim",
]

/// Names that stand for values in other languages.
private let words = [
    "null": "null", "nil": "null", "none": "null", "undefined": "null", "me": "@me", "today": "today()",
    "now": "now()", "current_date": "today()", "current_timestamp": "now()",
]
