// SPDX-License-Identifier: Apache-2.0

/// What each kind of field makes of texts: the canonical text of the value, `-` for none, or `!` and the fault's code.
enum FieldTypeProbes {
    typealias Probes = [(text: String, outcome: String)]

    static let all: [(type: String, probes: Probes)] = [
        ("text", text), ("longText", longText), ("number", number), ("integer", integer), ("decimal", exact),
        ("money", exact), ("percent", percent), ("boolean", boolean), ("date", date), ("dateTime", dateTime),
        ("time", time), ("duration", duration), ("choice", choice), ("choices", choices), ("reference", reference),
        ("email", email), ("phone", phone), ("url", url),
    ]

    private static let digits40 = "1234567890123456789012345678901234567890"
    private static let key = "01234567-89ab-7def-8123-456789abcdef"

    private static let text: Probes = [
        ("王伟", "王伟"), ("  王伟　", "王伟"), ("", "-"), (" \t\n", "-"), ("　", "-"), ("a\u{0}b", "!invalid"),
        ("\u{0}", "!invalid"), ("😀👨‍👩‍👧", "😀👨‍👩‍👧"), ("O'Neil", "O'Neil"), ("“引号”", "“引号”"), ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("e\u{301}", "e\u{301}"), ("１２３", "１２３"), ("\u{202E}abc", "\u{202E}abc"), ("%_*?", "%_*?"),
    ]

    private static let longText: Probes = [
        ("一\n二", "一\n二"), (" a ", " a "), ("", "-"), ("\u{0}", "!invalid"), ("\r\n", "\r\n"), ("\t", "\t"),
        ("😀", "😀"), ("王", "王"), ("'", "'"), ("\"", "\""), ("</script>", "</script>"), ("a\u{301}", "a\u{301}"),
        ("　", "　"), ("1", "1"), ("null", "null"), ("\u{FEFF}x", "\u{FEFF}x"),
    ]

    private static let number: Probes = [
        ("C2026000001", "C2026000001"), (" C1 ", "C1"), ("", "-"), ("０１", "０１"), ("第-1", "第-1"), ("\u{0}", "!invalid"),
        ("-1", "-1"), ("1e5", "1e5"), ("a b", "a b"), ("😀", "😀"), ("　x　", "x"), ("\n", "-"), ("1/2", "1/2"), ("#", "#"),
        ("(2026)第1号", "(2026)第1号"),
    ]

    private static let integer: Probes = [
        ("12", "12"), ("１２", "12"), ("1,234", "1234"), ("１，２３４", "1234"), ("-7", "-7"), ("+7", "7"), ("1.0", "1"),
        ("1.5", "!invalid"), ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"), ("9223372036854775808", "!invalid"), (digits40, "!invalid"),
        ("", "!invalid"), (" ", "!invalid"), ("\u{0}", "!invalid"), ("😀", "!invalid"), ("2万", "20000"), ("1e3", "1000"),
        ("1e-9223372036854775808", "!invalid"), ("1e9223372036854775807", "!invalid"), ("0x10", "!invalid"),
        ("十二", "!invalid"), ("--1", "!invalid"),
    ]

    private static let exact: Probes = [
        ("12.5", "12.5"), ("１２．５", "12.5"), ("1,234.50元", "1234.5"), ("￥1,200", "1200"), ("¥1200.00", "1200"),
        ("RMB 1200", "1200"), ("3.5万", "35000"), ("1.2亿", "120000000"), ("5万元", "50000"), ("(12)", "-12"),
        ("（12）", "-12"), ("-0", "0"), ("0.005", "0.01"), ("-0.005", "-0.01"),
        ("92233720368547758.07", "92233720368547758.07"), ("92233720368547758.08", "!outOfRange"),
        ("-92233720368547758.08", "-92233720368547758.08"), (digits40, "!invalid"), ("", "!invalid"),
        ("　", "!invalid"), ("\u{0}", "!invalid"), ("😀", "!invalid"), ("1.2.3", "!invalid"), (".5", "!invalid"),
        ("5.", "!invalid"), ("1e-80", "!invalid"), ("1e80", "!invalid"), ("1e-9223372036854775808", "!invalid"),
        ("NaN", "!invalid"), ("元", "!invalid"), ("￥", "!invalid"), ("viel", "!invalid"),
    ]

    private static let percent: Probes = [
        ("12.5", "12.5"), ("12.5%", "12.5"), ("12.5％", "12.5"), ("１２.５％", "12.5"), ("%", "!invalid"),
        ("%%", "!invalid"), ("", "!invalid"), ("100%", "100"), ("-3%", "-3"), ("0.005%", "0.01"), ("12%%", "!invalid"),
        ("1,000%", "1000"), ("百分之五", "!invalid"), ("\u{0}", "!invalid"), (digits40, "!invalid"), ("12 %", "12"),
    ]

    private static let boolean: Probes = [
        ("是", "true"), ("否", "false"), ("有", "true"), ("无", "false"), ("true", "true"), ("FALSE", "false"),
        ("Yes", "true"), ("n", "false"), ("１", "true"), ("０", "false"), ("on", "true"), ("off", "false"),
        ("", "!invalid"), (" ", "!invalid"), ("2", "!invalid"), ("对", "!invalid"), ("ＹＥＳ", "true"),
        ("\u{0}", "!invalid"), ("😀", "!invalid"),
    ]

    private static let date: Probes = [
        ("2024-02-29", "2024-02-29"), ("2023-02-29", "!invalid"), ("2000-02-29", "2000-02-29"),
        ("1900-02-29", "!invalid"), ("２０２４年１月２日", "2024-01-02"), ("2024年1月2日", "2024-01-02"),
        ("2024/1/2", "2024-01-02"),
        ("2024.1.2", "2024-01-02"), ("2024 1 2", "2024-01-02"), ("20240229", "2024-02-29"), ("20230229", "!invalid"),
        ("45351", "2024-02-29"), ("2024-13-01", "!invalid"), ("2024-00-10", "!invalid"), ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"), ("10000-01-01", "!invalid"), ("0000-01-01", "!invalid"),
        ("24-01-02", "!invalid"), ("01-02-24", "!invalid"), ("1.2.3", "!invalid"), ("2024二3二4", "!invalid"),
        ("2024²3²4", "!invalid"), ("-2024-01-02", "!invalid"), ("1231231-", "!invalid"), ("", "!invalid"),
        (" ", "!invalid"), ("\u{0}", "!invalid"), ("2024-01-02\u{0}", "!invalid"), ("😀", "!invalid"),
        (digits40, "!invalid"), ("二〇二四年一月二日", "!invalid"), ("2024-01", "!invalid"), ("2024-01-02-03", "!invalid"),
    ]

    private static let dateTime: Probes = [
        ("2024-02-29T08:00:00Z", "2024-02-29T08:00:00Z"), ("2024-02-29T08:00:00+08:00", "2024-02-29T00:00:00Z"),
        ("2024-02-29 09:30", "2024-02-29T01:30:00Z"), ("2024-02-29 9:30", "2024-02-29T01:30:00Z"),
        ("2024/2/29 9:30:15", "2024-02-29T01:30:15Z"), ("２０２４年２月２９日　９：３０", "2024-02-29T01:30:00Z"),
        ("2024年2月29日 下午3:05", "2024-02-29T07:05:00Z"), ("2024年2月29日 上午12:05", "2024-02-28T16:05:00Z"),
        ("2024年2月29日 9时30分", "2024-02-29T01:30:00Z"), ("2024-02-29", "2024-02-28T16:00:00Z"),
        ("2023-02-29 09:30", "!invalid"), ("2024-02-29 25:00", "!invalid"), ("2024-02-29 09:60", "!invalid"),
        ("2024-02-29 09:30 x", "!invalid"), ("0001-01-01 00:00", "!invalid"),
        ("9999-12-31 23:59", "9999-12-31T15:59:00Z"), ("", "!invalid"), (" ", "!invalid"), ("T", "!invalid"),
        ("\u{0}", "!invalid"), ("😀", "!invalid"), (digits40, "!invalid"),
    ]

    private static let time: Probes = [
        ("09:30", "09:30:00"), ("9:30", "09:30:00"), ("９：３０", "09:30:00"), ("09:30:15", "09:30:15"),
        ("09:30:15.5", "09:30:15.500000"), ("上午9:30", "09:30:00"), ("下午3:05", "15:05:00"), ("上午12:00", "00:00:00"),
        ("下午12:00", "12:00:00"), ("3:05 PM", "15:05:00"), ("3:05 am", "03:05:00"), ("9时30分", "09:30:00"),
        ("15点", "15:00:00"), ("23:59:59.999999", "23:59:59.999999"), ("24:00", "!invalid"), ("12:60", "!invalid"),
        ("上午15:00", "!invalid"), ("", "!invalid"), (":", "!invalid"), ("9", "!invalid"), ("PM", "!invalid"),
        ("9:", "!invalid"), ("009:30", "!invalid"), ("\u{0}", "!invalid"), ("😀", "!invalid"), (digits40, "!invalid"),
    ]

    private static let duration: Probes = [
        ("1", "P1D"), ("３天", "P3D"), ("3日", "P3D"), ("P1DT2H", "P1DT2H"), ("PT4H", "PT4H"), ("-PT0.5S", "-PT0.5S"),
        ("-2", "-P2D"), ("0", "PT0S"), ("100000000", "P100000000D"), ("100000001", "!invalid"),
        ("9223372036854775807", "!invalid"), ("-9223372036854775808", "!invalid"),
        ("-9223372036854775809", "!invalid"), ("P106751992D", "!invalid"), ("P1Y", "!invalid"), ("P1M", "!invalid"),
        ("PT", "!invalid"), ("P", "!invalid"), ("", "!invalid"), ("天", "!invalid"), ("1.5", "!invalid"),
        ("\u{0}", "!invalid"), ("😀", "!invalid"), (digits40, "!invalid"),
    ]

    private static let choice: Probes = [
        ("inForce", "inForce"), ("In force", "inForce"), ("in FORCE", "inForce"), ("有效", "inForce"),
        ("Ｉｎ　ｆｏｒｃｅ", "inForce"), ("INFORCE", "!unknownOption"), ("无效", "!unknownOption"), ("", "!unknownOption"),
        (" ", "!unknownOption"), ("\u{0}", "!unknownOption"), ("😀", "!unknownOption"), ("0", "!unknownOption"),
        ("inForce,lapsed", "!unknownOption"), ("lapsed", "lapsed"), ("失效", "lapsed"), (digits40, "!unknownOption"),
    ]

    private static let choices: Probes = [
        ("inForce", "1"), ("inForce,lapsed", "3"), ("有效，失效", "3"), ("有效、失效", "3"), ("有效；失效", "3"),
        ("lapsed;inForce", "3"), ("失效", "2"), ("有效,有效", "1"), ("", "-"), (",", "-"), ("有效,其他", "!unknownOption"),
        ("1", "!unknownOption"), (" ", "!unknownOption"), ("\u{0}", "!unknownOption"), ("😀", "!unknownOption"),
        (digits40, "!unknownOption"),
    ]

    private static let reference: Probes = [
        (key, key), (key.uppercased(), key), ("", "!invalid"), (String(key.dropLast()), "!invalid"),
        (key + "0", "!invalid"), ("{\(key)}", "!invalid"), (key.filter { $0 != "-" }, "!invalid"),
        ("g" + key.dropFirst(), "!invalid"), (" ", "!invalid"), ("\u{0}", "!invalid"), ("😀", "!invalid"),
        ("0", "!invalid"), (String(repeating: "-", count: 36), "!invalid"), (digits40, "!invalid"),
        ("王伟", "!invalid"), ("０" + key.dropFirst(), "!invalid"),
    ]

    private static let email: Probes = [
        ("name@example.com", "name@example.com"), ("Name@EXAMPLE.com", "Name@example.com"),
        ("ｎａｍｅ＠example.com", "name@example.com"), ("a@b", "!invalid"), ("@example.com", "!invalid"),
        ("name@", "!invalid"), ("a@@b.c", "!invalid"), ("a@b@c.d", "!invalid"), ("a b@c.d", "!invalid"),
        ("a@.com", "!invalid"), ("a@com.", "!invalid"), ("", "!invalid"), (" ", "!invalid"),
        ("\u{0}@a.b", "!invalid"), ("王伟@例子.中国", "王伟@例子.中国"), ("😀", "!invalid"), (digits40, "!invalid"),
    ]

    private static let phone: Probes = [
        ("139 1234 5678", "+8613912345678"), ("１３９１２３４５６７８", "+8613912345678"), ("010-12345678", "+861012345678"),
        ("(010) 12345678", "+861012345678"), ("+44 20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"), ("8613912345678", "+8613912345678"), ("400-123-4567", "+864001234567"),
        ("12345", "!invalid"), ("", "!invalid"), ("+", "!invalid"), ("00", "!invalid"), ("+0123456789", "!invalid"),
        ("1391234567a", "!invalid"), ("一三九", "!invalid"), ("\u{0}", "!invalid"), ("😀", "!invalid"),
        (digits40, "!invalid"), ("+" + digits40, "!invalid"),
    ]

    private static let url: Probes = [
        ("https://example.com", "https://example.com"), ("example.com", "https://example.com"),
        ("http://example.com/a?b=c", "http://example.com/a?b=c"), ("ftp://example.com", "!invalid"),
        ("javascript://example.com", "!invalid"), ("javascript:alert(1)", "!invalid"), ("https://", "!invalid"),
        ("https://localhost", "!invalid"), ("a b.com", "!invalid"), ("", "!invalid"), (" ", "!invalid"),
        ("\u{0}.com", "!invalid"), ("例子.中国", "https://例子.中国"), ("😀", "!invalid"), ("://", "!invalid"),
        ("/", "!invalid"),
    ]
}
