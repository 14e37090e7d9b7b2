// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

/// How long texts take from their letters to a checked expression, without anything kept from before.
struct ExpressionMeasures {
    private static let texts = [
        ("short filter", "status eq 'inForce'"),
        (
            "typical filter",
            "status eq 'inForce' and premium ge 1000 and contains(holder/name,'王') and issueDate gt 2024-01-31"
        ),
        (
            "long filter",
            Array(repeating: "(premium gt 1000 or issueDate lt 2020-01-01 and not contains(branch,'北京'))", count: 20)
                .joined(separator: " and ")
        ),
    ]
    private static let transformations =
        "filter(premium gt 0)/groupby((status,holder/name),aggregate(premium with sum as total,$count as n))/filter(total gt 1)"

    /// Microseconds of each text, the best of several rounds.
    func table() throws -> String {
        let scope = PolicyScope()
        let compiler = ExpressionCompiler(functions: .standard, limits: .request)
        var lines = [["parse and check", "characters", "µs"]]
        for (name, text) in Self.texts {
            let best = try microseconds { _ = try compiler.compile(text, as: .boolean, on: "Policy", in: scope) }
            lines.append([name, String(text.unicodeScalars.count), rounded(best, 1)])
        }
        let best = try microseconds {
            var compiler = TransformationCompiler(on: "Policy", in: scope, functions: .standard)
            try compiler.apply(Self.transformations)
        }
        lines.append(["$apply", String(Self.transformations.unicodeScalars.count), rounded(best, 1)])
        return TrellisBenchmarks.table(lines)
    }

    private func microseconds(_ body: () throws -> Void) throws -> Double {
        var best = Double.infinity
        for _ in 0..<10 {
            let began = now()
            for _ in 0..<500 { try body() }
            best = min(best, (now() - began) / 500 * 1_000_000)
        }
        return best
    }
}

/// An entity with as many fields as a real one.
private struct PolicyScope: TypeScope {
    private let types: [FieldName: ValueType]

    init() {
        var types: [FieldName: ValueType] = [
            "status": .choice("Policy.status"), "premium": .decimal, "issueDate": .date, "branch": .text,
            "holder": .entity("Contact"), "name": .text,
        ]
        for number in 0..<60 { types[FieldName("field\(number)")] = .text }
        self.types = types
    }

    func type(of property: FieldName, in entity: EntityName) -> ValueType? { types[property] }
    func properties(of entity: EntityName) -> [FieldName] { Array(types.keys) }
    func options(of choice: ChoiceName) -> [ChoiceOption]? {
        [ChoiceOption(name: "inForce", number: 0), ChoiceOption(name: "lapsed", number: 1)]
    }
    func type(ofAlias alias: String) -> ValueType? { nil }
    var aliases: [String] { [] }
}
