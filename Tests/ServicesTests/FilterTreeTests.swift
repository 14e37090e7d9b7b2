// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Filters shown as rows")
struct FilterTreeTests {
    /// Numbers that look random and are the same in every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let leaves: [FilterTree] = [
        .row(FilterRow(["diagnosis"], .contains, [.text("it's (flat) and or not")])),
        .row(FilterRow(["rider", "name"], .startsWith, [.text("张")])),
        .row(FilterRow(["rider", "owner"], .isMe)), .row(FilterRow(["rider", "owner"], .isNotMe)),
        .row(FilterRow(["stage"], .isOneOf, [.text("received"), .text("done")])),
        .row(FilterRow(["stage"], .differs, [.text("done")])),
        .row(FilterRow(["isExpress"], .equals, [.boolean(true)])),
        .row(FilterRow(["due"], .isEmpty)), .row(FilterRow(["due"], .isNotEmpty)),
        .row(FilterRow(["due"], .within, [.text("this_quarter")])),
        .row(FilterRow(["due"], .within, [.text("last_n_days"), .integer(7)])),
        .row(FilterRow(["rider", "name"], .endsWith, [.text(") or (")])),
        .expression("labour gt parts"), .expression("length(diagnosis) gt 3"),
        .expression("rider/repairs/any(r:r/labour gt 5 and r/isExpress)"),
    ]

    private static func tree(_ depth: Int, _ dice: inout Dice) -> FilterTree {
        switch depth == 0 ? 0 : Int.random(in: 0..<5, using: &dice) {
        case 1: return .all((0..<Int.random(in: 2...4, using: &dice)).map { _ in tree(depth - 1, &dice) })
        case 2: return .any((0..<Int.random(in: 2...4, using: &dice)).map { _ in tree(depth - 1, &dice) })
        case 3: return .not(tree(depth - 1, &dice))
        default: return leaves.randomElement(using: &dice) ?? leaves[0]
        }
    }

    @Test("Rows become an expression that becomes the same rows")
    func roundTrip() async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        var dice = Dice(state: 20_261_123)
        for _ in 0..<400 {
            let tree = Self.tree(3, &dice)
            #expect(try edition.workspace.filterTree(tree.text, of: "Repair", edition.engine) == tree, "\(tree.text)")
        }
    }

    @Test(
        "An expression is shown by rows as far as they can say the same, and written again",
        arguments: [
            ("", nil, 0), ("labour ge 12.5", "labour ge 12.5", 0),
            ("(labour ge 1  AND not(isExpress eq true))", "labour ge 1 and not (isExpress eq true)", 0),
            ("not isExpress eq true", "not isExpress eq true", 1),
            ("isExpress or due eq null", "isExpress or due eq null", 1),
            ("labour ge 1 and labour le 5 or labour eq null", "(labour ge 1 and labour le 5) or labour eq null", 0),
            ("null eq due", "null eq due", 1), ("diagnosis eq ' and '", "diagnosis eq ' and '", 0),
        ] as [(String, String?, Int)])
    func shown(text: String, written: String?, kept: Int) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let tree = try edition.workspace.filterTree(text, of: "Repair", edition.engine)
        #expect(tree?.text == written)
        #expect(tree.map(expressions) ?? 0 == kept)
    }

    private func expressions(_ tree: FilterTree) -> Int {
        switch tree {
        case .expression: 1
        case .row: 0
        case .not(let member): expressions(member)
        case .all(let members), .any(let members): members.map(expressions).reduce(0, +)
        }
    }

    @Test("A wrong expression and what the asker may not read are refused", arguments: ["name eq", "idNo eq '1'"])
    func refused(text: String) async throws {
        let edition = try await TestEdition.make(bicycleRepair)
        let apprentice = try await edition.user("tom", "apprentice")
        #expect(throws: ServiceError.self) { try edition.workspace.filterTree(text, of: "Rider", apprentice) }
    }
}
