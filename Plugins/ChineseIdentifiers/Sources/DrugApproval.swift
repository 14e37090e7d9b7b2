// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

/// The approval number of a drug on the Chinese market: 国药准字, a letter for the kind of drug, a letter for goods from
/// abroad, and eight digits.
///
/// - Source: 药品注册管理办法 (2020), article 123, and for older numbers the notice 国药监注〔2001〕582号: there the digits
///   begin with 10 for the former ministry of health, with 19 or 20 for the national administration, or with the code of a
///   province by GB/T 2260.
struct DrugApproval {
    let text: String

    /// Why a text is no approval number.
    enum Fault: Error {
        case form, origin, year
    }

    init(_ written: String) throws(Fault) {
        var plain = plainWidth(written).uppercased().filter { $0 != " " && $0 != "-" }
        guard plain.hasPrefix(prefix) else { throw .form }
        plain.removeFirst(prefix.count)
        let marks = plain.prefix { $0.isASCII && $0.isLetter }
        let digits = plain.dropFirst(marks.count)
        guard let kind = marks.first, marks.count <= 2, digits.count == 8,
            digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { throw .form }
        if let second = marks.dropFirst().first {
            // Goods from abroad have marks of their own since the rules of 2020.
            guard "HZS".contains(kind), "JC".contains(second) else { throw .form }
            guard let year = Int(digits.prefix(4)), (2020...2099).contains(year) else { throw .year }
        } else {
            guard "HZSBTFJ".contains(kind) else { throw .form }
            guard origins.contains(String(digits.prefix(2))) else { throw .origin }
        }
        text = prefix + marks + digits
    }
}

private let prefix = "国药准字"
private let provinces = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
]
private let origins = Set(["10", "19", "20"] + provinces)

extension FieldType {
    /// The approval number of a drug.
    static let drugApproval = checkedText(
        "drugApproval", Label(english: "Drug approval number", chinese: "药品批准文号"), .text
    ) { (text, _) throws(FieldFault) in
        do throws(DrugApproval.Fault) {
            return try DrugApproval(text).text
        } catch {
            throw error.fieldFault
        }
    }
}

extension DrugApproval.Fault {
    fileprivate var fieldFault: FieldFault {
        let message =
            switch self {
            case .form:
                Label(
                    english: "An approval number is 国药准字, a letter (H, Z, S, B, T, F or J) and eight digits.",
                    chinese: "批准文号应为“国药准字”加 1 位字母（H、Z、S、B、T、F、J）和 8 位数字。")
            case .origin:
                Label(
                    english: "The first two digits of the approval number name no authority: 10, 19, 20 or a province.",
                    chinese: "批准文号前两位不是有效的来源代码（10、19、20 或省级代码）。")
            case .year:
                Label(
                    english: "An approval number of goods from abroad has its year, from 2020 on, in front.",
                    chinese: "境外或港澳台药品批准文号前四位应为 2020 年及以后的年号。")
            }
        return FieldFault(code: "invalid", message: message)
    }
}
