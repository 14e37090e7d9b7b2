// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// A function of the expression language: what it takes, what it gives, and how it is computed.
///
/// The database computes it by calling `evaluate`, unless the SQL renderer knows a shorter way that gives the same.
public struct FunctionDefinition: Sendable {
    /// One way to call it.
    public struct Signature: Sendable {
        public let parameters: [ValueType]
        /// How many of the last parameters may be left out.
        public let optional: Int
        public let result: ValueType

        public init(_ parameters: [ValueType], optional: Int = 0, gives result: ValueType) {
            self.parameters = parameters
            self.optional = optional
            self.result = result
        }
    }

    /// In lower case.
    public let name: FunctionName
    /// The names by which arguments are given; empty if they are given by their order.
    public let parameterNames: [String]
    public let signatures: [Signature]
    /// The result depends on the moment.
    public let isVolatile: Bool
    /// Why arguments that are literals cannot be meant; nil if they can. Arguments that are no literals come as nil.
    public let refusal: @Sendable ([Value?]) -> Wording?
    /// The result for arguments in the order of the parameters, missing ones null.
    public let evaluate: @Sendable ([Value], CalendarSettings) -> Value

    public init(
        _ name: FunctionName, parameterNames: [String] = [], _ signatures: [Signature], isVolatile: Bool = false,
        refusal: @escaping @Sendable ([Value?]) -> Wording? = { _ in nil },
        evaluate: @escaping @Sendable ([Value], CalendarSettings) -> Value
    ) {
        self.name = name
        self.parameterNames = parameterNames
        self.signatures = signatures
        self.isVolatile = isVolatile
        self.refusal = refusal
        self.evaluate = evaluate
    }
}

/// The functions that are compiled in, by name.
public struct FunctionTable: Sendable {
    private let functions: [FunctionName: FunctionDefinition]

    /// - Precondition: No two functions have the same name.
    public init(_ definitions: [FunctionDefinition]) {
        functions = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("the function \(first.name) is registered twice")
        }
    }

    public subscript(name: FunctionName) -> FunctionDefinition? { functions[name] }
    public var names: [FunctionName] { functions.keys.sorted() }
    public var all: [FunctionDefinition] { names.compactMap { functions[$0] } }
}
