// SPDX-License-Identifier: Apache-2.0
public import Expressions

/// What one refusal is expected to tell besides its sentence.
public struct ScenarioRefusal: Sendable {
    /// Something that the person is told; null for what they are not.
    public struct Fact: Sendable {
        public let name: String
        public let value: TypedExpression

        public init(name: String, value: TypedExpression) {
            self.name = name
            self.value = value
        }
    }

    /// Such as `reserved.boat`.
    public let code: String
    public let facts: [Fact]

    public init(code: String, facts: [Fact]) {
        self.code = code
        self.facts = facts
    }
}

/// The facts that refusals tell, by the beginning of their code.
enum RefusalFacts {
    private static let known = [
        "reserved": ["holder", "until", "from", "to"],
        "pool.protected": ["owner", "until"],
        "pool.limit": ["limit"],
    ]

    static func names(of code: String) -> [String] {
        known.first { code == $0.key || code.hasPrefix($0.key + ".") }?.value ?? []
    }
}
