// SPDX-License-Identifier: Apache-2.0

/// Cases for the grammar of expressions, written from the published grammar of OData 4.01.
enum GrammarCases {
    /// Allowed by the standard, and part of the language.
    static let accepted = [
        "true", "FALSE", "null", "-1", "+1", "0", "3.25", "-3.25e-2", "1E5", "12345678901234567890123",
        "'it''s'", "''", "'客户'", "2026-02-28", "12:00", "12:00:59", "12:00:59.123456", "2026-02-28T12:00:00Z",
        "2026-02-28T12:00:00.5+08:00", "2026-02-28T12:00-03:30", "duration'P2DT3H4M5.5S'", "duration'-PT1S'",
        "00000000-0000-0000-0000-000000000000", "Shop.Colour'red'", "Shop.Colour'red,blue'", "price", "_hidden1",
        "owner/name", "owner/team/name", "$it", "$it/price", "$this", "$this/price", "@limit", "@me/name",
        "price eq 1", "price EQ 1", "price ne null", "price gt 1 and price lt 9", "a or b and not c", "not (a or b)",
        "not a", "-price lt 0", "- price lt 0", "-(1 add 2)", "1 add 2 sub 3 mul 4 div 5 mod 6", "7 divby 2",
        "((a))", "( a eq 1 )", "colour has Shop.Colour'red'", "colour has 'red'", "price in (1,2,3)",
        "price in ( 1 , 2 )", "name in ('a')", "name in names", "name in (names)", "owner/Shop.Best()/name",
        "lines/Shop.Dear(limit=3)/$count", "name in owner/names", "length(name) gt 2",
        "LENGTH( name )", "concat(concat(a,', '),b)", "substring(name,1,2)", "now()", "round(price)",
        "Sales.Near(point=price,limit=3)", "within(value=due,period='today')", "cast(price,Edm.String)",
        "case(a:1,b:2,true:3)", "lines/any()", "lines/any(l:l/price gt 1)", "lines/all( l : l/price gt 1 )",
        "lines/any(l:l/parts/any(p:p/price gt l/price))", "owner/lines/any(l:true)", "lines/$count",
        "lines/$count gt 2", "lines/$count($filter=price gt 1) gt 2", "lines/aggregate(price with sum)",
        "lines/aggregate(price mul count with average) ge 10", "lines/aggregate($count)", "tab\teq\t1",
        "price desc", "price asc,name desc", "price add 1 desc , name",
    ]

    /// Allowed by the standard, but not part of the language.
    static let refused = [
        "INF", "NaN", "-INF", "price eq NaN", "[1,2]", "[]", "{}", "{\"a\":1}", "name in [\"a\"]", "$root/Shops",
        "$these/$count", "$all", "lines/$filter(price gt 1)/$count", "owner/$ref", "lines(1)", "lines(id=1)/name",
        "isof(Shop.Owner)", "isof(owner,Shop.Owner)", "isdefined(owner)", "cast(Shop.Owner)", "cast(owner,Shop.Owner)",
        "owner/Shop.Customer", "owner/Shop.Customer/name", "lines/Shop.Best()", "owner/Shop.Best()/name",
        "geo.length(route)",
        "geo.distance(a,b) lt 5", "geography'SRID=0;Point(1 2)'", "binary'AAEC'", "hassubset(a,b)",
        "hassubsequence(a,b)", "price/@Measures.ISOCurrency", "price/@Currency", "@Core.Messages",
        "@Core.Messages/any(m:true)",
    ]

    /// Not allowed by the standard.
    static let rejected = [
        "", " ", "price eq", "eq 1", "price = 1", "price == 1", "price eq 1 and", "price eq1", "priceeq 1", "1add 2",
        "(price", "price)", "()", "'open", "\"name\"", "price in ()", "price in (1,)", "price in (price,total)",
        "price in 1,2",
        "name eq ('a','b')", "not", "not(", "lines/all()", "lines/any(l)", "lines/any(price gt 1)", "lines/any(:true)",
        "lines/any(l:)", "lines/$count(price gt 1)", "lines/aggregate(price)", "aggregate(price with sum)",
        "lines/aggregate(price with)", "case()", "case(a)", "case(a:1,)", "length(,)", "length(name", "owner/",
        "/owner", "owner//name", "1price", "1.", ".5", "1e", "--", "2026-2-8", "2026-02-30", "25:00", "12:00:60",
        "2026-02-28T12:00:00", "2026-02-28T", "duration'P1", "@", "$", "a b", "a,b", "价格 eq 1", "price eq 1;",
        "price eq 1 // all", "any(l:true)",
    ]
}
