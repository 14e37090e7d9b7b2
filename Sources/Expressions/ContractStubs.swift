// SPDX-License-Identifier: Apache-2.0
public import Values

public struct ExpressionError: Error, Equatable, Sendable {
    public let offset: Int
    public let length: Int
    public let message: String
    public let hint: String?
}
public struct FunctionDefinition: Sendable { public let name: FunctionName }
public struct FunctionTable: Sendable {
    public init(_ definitions: [FunctionDefinition]) {}
}
