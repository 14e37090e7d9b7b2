// SPDX-License-Identifier: Apache-2.0
import Expressions
import Testing

/// What people write who know other languages: the place and kind of the error, and the right form that the hint gives.
struct HintCase: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: ExpressionError.Kind
    /// The marked part of the text; its first occurrence is the place.
    let mark: String
    /// What the hint says to write.
    let form: String

    var testDescription: String { text }

    init(_ text: String, _ kind: ExpressionError.Kind, _ mark: String, _ form: String) {
        (self.text, self.kind, self.mark, self.form) = (text, kind, mark, form)
    }

    static let marks: [HintCase] = [
        HintCase("qty > 5", .unexpectedToken, ">", "qty gt 5"), HintCase("qty<5", .unexpectedToken, "<", "qty lt 5"),
        HintCase("qty >= 5", .unexpectedToken, ">=", "qty ge 5"),
        HintCase("qty =< 5", .unexpectedToken, "=<", "qty le 5"),
        HintCase("qty <= 5", .unexpectedToken, "<=", "qty le 5"),
        HintCase("qty == 5", .unexpectedToken, "==", "qty eq 5"),
        HintCase("qty === 5", .unexpectedToken, "===", "qty eq 5"),
        HintCase("name = 'x'", .unexpectedToken, "=", "name eq 'x'"),
        HintCase("qty != 5", .unexpectedToken, "!=", "qty ne 5"),
        HintCase("qty<>5", .unexpectedToken, "<>", "qty ne 5"),
        HintCase("active && qty gt 1", .unexpectedToken, "&&", "active and qty gt 1"),
        HintCase("active || qty gt 1", .unexpectedToken, "||", "active or qty gt 1"),
        HintCase("!active", .unexpectedToken, "!", "not active"),
        HintCase("!(active)", .unexpectedToken, "!", "not (active)"),
        HintCase("qty + 1 gt 5", .unexpectedToken, "+", "qty add 1"),
        HintCase("qty +1 gt 5", .unexpectedToken, "+", "qty add 1"),
        HintCase("qty - 1 gt 5", .unexpectedToken, "-", "qty sub 1"),
        HintCase("qty-1 gt 5", .unexpectedToken, "-", "qty sub 1"),
        HintCase("qty * 2 gt 5", .unexpectedToken, "*", "qty mul 2"),
        HintCase("qty*prob gt 5", .unexpectedToken, "*", "qty mul prob"),
        HintCase("qty / 2 gt 5", .unexpectedToken, "/", "qty divby 2"),
        HintCase("(qty)/2 gt 5", .unexpectedToken, "/", "(qty) divby 2"),
        HintCase("qty % 2 eq 1", .unexpectedToken, "%", "qty mod 2"),
        HintCase("name eq \"O'Neil\"", .unexpectedToken, "\"O'Neil\"", "name eq 'O''Neil'"),
        HintCase("(qty + 1) > 5", .unexpectedToken, "+", "qty add 1"),
        HintCase("5 < (qty)", .unexpectedToken, "<", "5 lt (qty)"),
        HintCase("qty ≥ 5", .unexpectedToken, "≥", "qty ge 5"),
        HintCase("lines/any(l:l/qty > 1)", .unexpectedToken, ">", "l/qty gt 1"),
    ]

    static let chineseKeyboard: [HintCase] = [
        HintCase("（qty gt 5）", .unexpectedToken, "（", "(qty gt 5)"),
        HintCase("qty in （1，2）", .unexpectedToken, "（", "qty in (1,2)"),
        HintCase("contains(name，'x')", .unexpectedToken, "，", "contains(name,'x')"),
        HintCase("qty ＝ 5", .unexpectedToken, "＝", "qty eq 5"),
        HintCase("qty ＞＝ 5", .unexpectedToken, "＞＝", "qty ge 5"),
        HintCase("name eq “续费”", .unexpectedToken, "“续费”", "name eq '续费'"),
        HintCase("name eq ‘续费’", .unexpectedToken, "‘续费’", "name eq '续费'"),
        HintCase("qty　gt 5", .unexpectedToken, "　", "qty gt 5"),
        HintCase("ｑｔｙ gt 5", .unexpectedToken, "ｑｔｙ", "qty gt 5"),
        HintCase("qty gt ５", .unexpectedToken, "５", "qty gt 5"),
        HintCase("lines/any(l：l/qty gt 1)", .unexpectedToken, "：", "lines/any(l:l/qty gt 1)"),
        HintCase("active ＆＆ qty gt 1", .unexpectedToken, "＆＆", "active and qty gt 1"),
    ]

    static let words: [HintCase] = [
        HintCase("name IS NULL", .unexpectedToken, "IS", "name eq null"),
        HintCase("name is not null", .unexpectedToken, "is not", "name ne null"),
        HintCase("name eq NULL", .unknownProperty, "NULL", "name eq null"),
        HintCase("name eq nil", .unknownProperty, "nil", "name eq null"),
        HintCase("active True", .unexpectedToken, "True", "active eq True"),
        HintCase("qty gte 5", .unexpectedToken, "gte", "qty ge 5"),
        HintCase("qty plus 1 gt 5", .unexpectedToken, "plus", "qty add 1"),
        HintCase("name LIKE '%x%'", .unexpectedToken, "LIKE", "contains(name,'x')"),
        HintCase("name like 'x%'", .unexpectedToken, "like", "startswith(name,'x')"),
        HintCase("name contains 'x'", .unexpectedToken, "contains", "contains(name,'x')"),
        HintCase("qty BETWEEN 1 AND 5", .unexpectedToken, "BETWEEN", "qty ge 1 and qty le 5"),
        HintCase("qty not in (1,2)", .unexpectedToken, "not in", "not qty in (1,2)"),
        HintCase("not name eq 'x'", .notBoolean, "not name", "not (name eq 'x')"),
        HintCase("not qty gt 5", .notBoolean, "not qty", "not (qty gt 5)"),
    ]

    static let functions: [HintCase] = [
        HintCase("ownerId eq me()", .unknownFunction, "me", "ownerId eq @me"),
        HintCase("IIF(active,1,2) eq 1", .unknownFunction, "IIF", "case(active:1,true:2) eq 1"),
        HintCase("IF(active,1,2) eq 1", .unknownFunction, "IF", "case(active:1,true:2) eq 1"),
        HintCase("len(name) gt 5", .unknownFunction, "len", "length(name) gt 5"),
        HintCase("UPPER(name) eq 'X'", .unknownFunction, "UPPER", "toupper(name) eq 'X'"),
        HintCase("lower(name) eq 'x'", .unknownFunction, "lower", "tolower(name) eq 'x'"),
        HintCase("left(name,2) eq 'x'", .unknownFunction, "left", "substring(name,0,2) eq 'x'"),
        HintCase("right(name,2) eq 'x'", .unknownFunction, "right", "substring(name,-2) eq 'x'"),
        HintCase("mid(name,1,2) eq 'x'", .unknownFunction, "mid", "substring(name,0,2) eq 'x'"),
        HintCase("coalesce(qty,1) eq 1", .unknownFunction, "coalesce", "case(qty ne null:qty,true:1) eq 1"),
        HintCase("isnull(qty)", .unknownFunction, "isnull", "qty eq null"),
        HintCase("sum(lines/qty) gt 1", .unknownFunction, "sum", "lines/aggregate(qty with sum) gt 1"),
        HintCase("count(lines) gt 1", .unknownFunction, "count", "lines/$count gt 1"),
        HintCase("closeDate eq today", .unknownProperty, "today", "closeDate eq today()"),
    ]

    static let types: [HintCase] = [
        HintCase("closeDate eq '2024-01-01'", .typeMismatch, "eq", "closeDate eq 2024-01-01"),
        HintCase("'2024-01-01' lt closeDate", .typeMismatch, "lt", "2024-01-01 lt closeDate"),
        HintCase("createdAt ge '2024-01-01'", .typeMismatch, "ge", "createdAt ge 2024-01-01T00:00:00Z"),
        HintCase(
            "createdAt ge '2024-01-01 08:30'", .typeMismatch, "ge", "createdAt ge 2024-01-01T08:30Z"),
        HintCase("createdAt ge 2024-01-01", .typeMismatch, "ge", "createdAt ge 2024-01-01T00:00:00Z"),
        HintCase("createdAt eq 2024-01-01", .typeMismatch, "eq", "date(createdAt) eq 2024-01-01"),
        HintCase("closeDate gt 2024-01-01T00:00:00Z", .typeMismatch, "gt", "closeDate gt 2024-01-01"),
        HintCase("closeDate gt createdAt", .typeMismatch, "gt", "closeDate gt date(createdAt)"),
        HintCase("qty gt '50'", .typeMismatch, "gt", "qty gt 50"),
        HintCase("amount gt '50.5'", .typeMismatch, "gt", "amount gt 50.5"),
        HintCase("name eq 5", .typeMismatch, "eq", "name eq '5'"),
        HintCase("name eq qty", .typeMismatch, "eq", "name eq cast(qty,Edm.String)"),
        HintCase("active eq 'true'", .typeMismatch, "eq", "active eq true"),
        HintCase("active eq 1", .typeMismatch, "eq", "active eq true"),
        HintCase("stage eq 3", .typeMismatch, "eq", "stage eq 'won'"),
        HintCase("stage eq won", .unknownProperty, "won", "stage eq 'won'"),
        HintCase("effort gt 2", .typeMismatch, "gt", "effort gt duration'P2D'"),
        HintCase("closeDate add 7 gt today()", .typeMismatch, "add", "closeDate add duration'P7D'"),
        HintCase("name + 'x' eq 'yx'", .unexpectedToken, "+", "concat(name,'x')"),
        HintCase("name has 'x'", .typeMismatch, "has", "contains(name,'x')"),
        HintCase("customer eq 'Acme'", .typeMismatch, "eq", "customer/name eq 'Acme'"),
        HintCase("lines/qty gt 5", .isCollection, "qty", "lines/any(x:x/qty gt 5)"),
        HintCase("qty in ('1',2)", .typeMismatch, "'1'", "qty in (1,2)"),
    ]

    /// Hints that ask rather than tell.
    static let questions: [HintCase] = [
        HintCase("qtty gt 5", .unknownProperty, "qtty", "qty"),
        HintCase("Qty gt 5", .unknownProperty, "Qty", "qty"),
        HintCase("region eq 'x'", .unknownProperty, "region", "customer/region"),
        HintCase("customer/nmae eq 'x'", .unknownProperty, "nmae", "name"),
        HintCase("lenght(name) gt 5", .unknownFunction, "lenght", "length"),
        HintCase("stage eq 'wonn'", .unknownEnumMember, "'wonn'", "'won'"),
        HintCase("@mee/id eq null", .unknownVariable, "@mee", "@me"),
        HintCase("@me/naem eq 'x'", .unknownProperty, "naem", "name"),
    ]
}
