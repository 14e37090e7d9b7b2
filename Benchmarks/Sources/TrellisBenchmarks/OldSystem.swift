// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Writes the files of an old system: people and their policies, the same every time.
struct OldSystem {
    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余")
    private static let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲红建国志海燕鹏飞云龙梅雪春兰")
    private static let cities = ["北京", "上海", "天津", "重庆", "广州", "深圳", "南京", "杭州", "武汉", "成都"]
    private static let products = ["A001", "A002", "B001", "B002", "C001", "C002", "D001", "D002"]
    private static let channels = ["个险", "银保", "电销", "网销", "柜面"]
    private static let modes = ["年缴", "半年缴", "季缴", "月缴", "趸缴"]
    private static let statuses = ["有效", "有效", "有效", "有效", "宽限期", "失效", "复效", "退保", "满期"]

    /// Numbers that look random and are the same in every run (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// The identity number of the n-th person, with its check character (GB 11643-1999).
    static func idNumber(_ number: Int) -> String {
        let day = number % 18_000
        let date = Date(timeIntervalSince1970: Double(day - 7300) * 86_400)
        let parts = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: date)
        let digits =
            "990000" + padded(parts.year ?? 0, 4) + padded(parts.month ?? 0, 2) + padded(parts.day ?? 0, 2)
            + padded(number / 18_000, 3)
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return digits + String(Array("10X98765432")[sum % 11])
    }

    static func name(_ number: Int) -> String {
        var generator = Generator(state: UInt64(number))
        let count = generator.next() % 4 == 0 ? 1 : 2
        return String(surnames[Int(generator.next() % UInt64(surnames.count))])
            + String((0..<count).map { _ in given[Int(generator.next() % UInt64(given.count))] })
    }

    /// Writes people `range` in the form of the mapping `oldCustomers`, which is GB18030.
    static func writePeople(_ range: Range<Int>, to path: String) throws {
        try write(path + ".utf8", heading: "客户编号,姓名,证件号码,出生日期,性别,手机,城市,年收入,入会日期,备注", range) { number in
            let id = idNumber(number)
            let birth = id.dropFirst(6).prefix(8)
            let date = "\(birth.prefix(4))-\(birth.dropFirst(4).prefix(2))-\(birth.suffix(2))"
            let mobile = "139" + padded(number, 8)
            return "C\(padded(number, 7)),\(name(number)),\(id),\(date),\(number % 2 == 0 ? "女" : "男"),\(mobile),"
                + "\(cities[number % cities.count]),5-10万,2012年3月28日,"
        }
        try run("/usr/bin/iconv", ["-f", "UTF-8", "-t", "GB18030", "-o", path, path + ".utf8"])
    }

    /// Writes policies `range` of so many people in the form of the mappings `oldProducts`, `oldAgents`, `oldPolicies`.
    static func writePolicies(_ range: Range<Int>, people: Int, to path: String) throws {
        let heading = "保单号,投保人证件,险种代码,险种名称,生效日,保额,每期保费,缴费方式,缴费年限,状态,业务员,渠道"
        try write(path, heading: heading, range) { number in
            var generator = Generator(state: UInt64(number) &* 7919)
            func pick(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
            let product = pick(products.count)
            let year = 2005 + pick(20)
            return "P\(padded(number, 9)),\(idNumber(pick(people))),\(products[product]),险种\(product),"
                + "\(year)-\(padded(1 + pick(12), 2))-\(padded(1 + pick(28), 2)),\((1 + pick(100)) * 10_000),"
                + "\(100 + pick(20_000)).\(padded(pick(100), 2)),\(modes[pick(modes.count)]),\(5 + pick(20)),"
                + "\(statuses[pick(statuses.count)]),A\(padded(pick(500), 4)),\(channels[pick(channels.count)])"
        }
    }

    private static func write(
        _ path: String, heading: String, _ range: Range<Int>, _ line: (Int) -> String
    ) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var text = heading + "\n"
        for number in range {
            text += line(number) + "\n"
            if text.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try file.write(contentsOf: Data(text.utf8))
    }
}

/// A number with zeros in front up to a width.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
