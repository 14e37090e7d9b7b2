// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

extension FunctionDefinition {
    /// `withcheck(value=…,kind='residentId')`: 17 characters with the check character that makes a resident id
    /// (`residentId`) or a credit code (`uscc`) of them; null for other texts.
    ///
    /// - Source: GB 11643-1999 (MOD 11-2) and GB 32100-2015 (MOD 31-3).
    static let withCheck = FunctionDefinition(
        "withcheck", parameterNames: ["value", "kind"], [.init([.text, .text], gives: .text)]
    ) { values, _ in
        guard case .text(let text) = values[0], case .text(let kind) = values[1] else { return .null }
        let checks: (String) -> Bool
        switch kind {
        case "residentId": checks = { (try? ResidentID($0)) != nil }
        case "uscc": checks = { SocialCreditCode.isChecked($0) }
        default: return .null
        }
        guard text.unicodeScalars.count == 17 else { return .null }
        let candidates = SocialCreditCode.alphabet.lazy.map { text + String($0) }
        return candidates.first(where: checks).map { .text($0) } ?? .null
    }
}
