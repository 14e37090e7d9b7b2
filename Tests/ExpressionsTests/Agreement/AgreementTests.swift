// SPDX-License-Identifier: Apache-2.0
import Storage
import Testing
import Values

@testable import Expressions

@Suite("Random expressions have the same value in memory and in SQLite")
struct AgreementTests {
    struct Setting: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let calendar: CalendarSettings
        let name: String
        var testDescription: String { "seed \(seed), \(name)" }
    }

    private static let settings = [
        Setting(
            seed: 1,
            calendar: CalendarSettings(now: Instant(microseconds: 1_715_803_200_000_000), offset: { _ in 28_800 }),
            name: "eight hours east of UTC"),
        Setting(
            seed: 2,
            calendar: CalendarSettings(
                now: Instant(microseconds: 1_711_843_200_000_000),
                offset: { (1_711_846_800_000_000..<1_729_990_800_000_000).contains($0.microseconds) ? 7200 : 3600 },
                firstWeekday: 7, fiscalYearStart: 4), name: "summer time"),
        Setting(
            seed: 3,
            calendar: CalendarSettings(
                now: Instant(microseconds: 1_709_251_199_000_000), offset: { _ in -34_200 }, fiscalYearStart: 7),
            name: "nine and a half hours west of UTC"),
    ]
    private static let records = 20
    private static let batches = 250
    private static let batchSize = 40

    @Test("every value is the same, and so is every overflow", arguments: settings)
    func agrees(setting: Setting) async throws {
        let table = try await AgreementTable.make(seed: setting.seed, deals: Self.records, setting.calendar)
        var writer = RandomExpressions(seed: setting.seed)
        var comparison = AgreementComparison(table: table)
        for _ in 0..<Self.batches {
            try comparison.compare((0..<Self.batchSize).map { _ in writer.expression() })
        }
        let failures = comparison.failures.sorted { $0.unicodeScalars.count < $1.unicodeScalars.count }
        let isSame = failures.isEmpty
        #expect(
            isSame,
            "seed \(setting.seed): \(failures.count), the shortest: \(failures.prefix(25).joined(separator: "\n"))")
        print(
            "\(setting.testDescription): \(Self.batches * Self.batchSize) expressions, \(comparison.count) comparisons")
        #expect(comparison.count > 200_000, "\(comparison.count) comparisons")
        #expect(comparison.undecided * 200 < comparison.count, "\(comparison.undecided) undecided")
    }
}

@Suite("SQL grows with the expression, not with its nesting")
struct ExpressionSizeTests {
    @Test(
        "an operand is written once, however deep it stands",
        arguments: [
            ("qty", "case(% ge prob:1,true:0)"), ("qty", "case(prob le %:1,true:0)"),
            ("qty", "case((% add 1) in (1,null):1,true:null)"), ("name", "case(startswith(%,'a'):name,true:note)"),
            ("amount", "case(% ge amount:amount,true:0.0000001)"),
            ("closeDate", "case(within(value=%,period='today'):openDate)"),
            ("tags", "case(tags has %:tags)"), ("qty", "-(%)"), ("amount", "(% sub amount) mul 2"),
        ])
    func nesting(seed: String, step: String) async throws {
        let table = try await AgreementTable.make(
            seed: 1, deals: 2, CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }))
        func sql(_ levels: Int) throws -> Int {
            var text = seed
            for _ in 0..<levels {
                text = step.split(separator: "%", omittingEmptySubsequences: false).joined(separator: text)
            }
            return try table.sql(try table.compile(text + " eq null")).utf8.count
        }
        let (few, many) = (try sql(6), try sql(12))
        #expect(many < few * 3, "\(few) bytes for 6 levels, \(many) for 12")
    }
}

/// Compares what memory and the database say of expressions, and keeps where they differ.
struct AgreementComparison {
    let table: AgreementTable
    /// Values, overflows and kept rows compared so far.
    private(set) var count = 0
    /// Where the order in which operands are computed decides whether an overflow is met, which the language leaves open.
    private(set) var undecided = 0
    private(set) var failures: [String] = []

    private struct Candidate {
        let text: String
        let expression: TypedExpression
        let values: [Value?]
    }

    init(table: AgreementTable) { self.table = table }

    mutating func compare(_ texts: [String]) throws {
        var plain: [Candidate] = []
        for text in texts {
            do throws(ExpressionError) {
                let expression = try table.compile(text)
                let values = try inMemory(expression)
                let candidate = Candidate(text: text, expression: expression, values: values)
                if values.contains(where: { $0 == nil }) {
                    compareOverflows(candidate)
                } else {
                    plain.append(candidate)
                }
            } catch {
                // What random literals may run into; anything else is a defect of the generator or of the checker.
                if ![.divisionByZero, .tooCostly].contains(error.kind) { failures.append("\(text): \(error)") }
            }
        }
        if let rows = try? table.inDatabase(plain.map(\.expression)) {
            for (index, candidate) in plain.enumerated() { compare(candidate, rows.map { $0[index] }) }
        } else {
            for candidate in plain { compareAlone(candidate) }
        }
        for candidate in plain where candidate.expression.type == .boolean { compareFilter(candidate) }
    }

    private func inMemory(_ expression: TypedExpression) throws(ExpressionError) -> [Value?] {
        (try? table.inMemory(expression)) ?? []
    }

    private mutating func compare(_ candidate: Candidate, _ values: [Value]) {
        guard values.count == candidate.values.count else {
            failures.append("\(candidate.text): \(values.count) rows")
            return
        }
        for (index, (wanted, value)) in zip(candidate.values, values).enumerated() {
            count += 1
            guard let wanted, Expressions.compare(wanted, value) != .same else { continue }
            failures.append("\(candidate.text): record \(index): memory \(wanted), SQLite \(value)")
            return
        }
    }

    /// An expression that made the whole batch fail, or stood beside one.
    private mutating func compareAlone(_ candidate: Candidate) {
        do {
            compare(candidate, try table.inDatabase([candidate.expression]).map { $0[0] })
        } catch StoreError.overflow where isLazy(candidate.expression) {
            undecided += candidate.values.count
        } catch {
            failures.append("\(candidate.text): memory has values, SQLite \(error)")
        }
    }

    private mutating func compareOverflows(_ candidate: Candidate) {
        for (index, value) in candidate.values.enumerated() {
            let overflows = try? table.overflows(candidate.expression, for: index)
            count += 1
            if overflows == (value == nil) { continue }
            if isLazy(candidate.expression) {
                undecided += 1
            } else {
                failures.append(
                    "\(candidate.text): record \(index): memory \(value.map { "\($0)" } ?? "overflow"), SQLite not")
                return
            }
        }
    }

    private mutating func compareFilter(_ candidate: Candidate) {
        let wanted = zip(table.records.deals, candidate.values).filter { $0.1 == .boolean(true) }.map(\.0.id)
        do {
            let kept = try table.kept(candidate.expression)
            count += candidate.values.count
            if kept != Set(wanted) {
                failures.append("\(candidate.text): as a filter \(kept.count) rows, in memory \(wanted.count)")
            }
        } catch StoreError.overflow where isLazy(candidate.expression) {
            undecided += candidate.values.count
        } catch {
            failures.append("\(candidate.text): as a filter \(error)")
        }
    }

    /// Whether it has operands that need not be computed.
    private func isLazy(_ expression: TypedExpression) -> Bool {
        var isLazy = false
        expression.root.visit { node in
            switch node {
            case .any, .all, .conditional, .count, .aggregate: isLazy = true
            // What is divided by nothing has no value, whatever it is.
            case .binary(let operation, _, _, _, _):
                isLazy = isLazy || [.and, .or, .divide, .divideExactly, .remainder].contains(operation)
            default: break
            }
        }
        return isLazy
    }
}
