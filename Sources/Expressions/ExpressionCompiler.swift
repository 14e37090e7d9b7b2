// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// Text → typed expression: the whole way through lexer, parser and checker.
public struct ExpressionCompiler: Sendable {
    public let functions: FunctionTable
    public let limits: ExpressionLimits

    public init(functions: FunctionTable, limits: ExpressionLimits = .pack) {
        self.functions = functions
        self.limits = limits
    }

    /// Reads and checks an expression about records of an entity.
    ///
    /// - Parameter expected: The type that is needed; an integer fits a decimal, `null` fits everything, and a text
    ///   literal fits a choice or a duration. Nil for any.
    public func compile(
        _ text: String, as expected: ValueType? = nil, on entity: EntityName, in scope: any TypeScope
    ) throws(ExpressionError) -> TypedExpression {
        do throws(ExpressionError) {
            return TypedExpression(
                source: text, root: try typed(try Parser.parse(text, limits: limits), expected, checker(entity, scope)))
        } catch {
            throw Advice(text, expected, checker(entity, scope), self).with(error)
        }
    }

    /// Everything that is wrong with an expression, the first error of ``compile(_:as:on:in:)`` and its others; empty if
    /// it compiles.
    public func findings(
        _ text: String, as expected: ValueType? = nil, on entity: EntityName, in scope: any TypeScope
    ) -> [ExpressionError] {
        do throws(ExpressionError) {
            _ = try compile(text, as: expected, on: entity, in: scope)
            return []
        } catch {
            return error.all
        }
    }

    /// Reads and checks an order, such as `dueDate desc,name`.
    public func compileOrder(
        _ text: String, on entity: EntityName, in scope: any TypeScope
    ) throws(ExpressionError) -> [OrderTerm] {
        let checker = checker(entity, scope)
        do throws(ExpressionError) {
            var terms: [OrderTerm] = []
            for (parsed, direction) in try Parser.parseOrder(text, limits: limits) {
                let node = try checker.check(parsed)
                try checker.refuseCollection(node, at: parsed.offset)
                let source = slice(text, parsed.offset, parsed.length)
                terms.append(OrderTerm(expression: TypedExpression(source: source, root: node), direction: direction))
            }
            return terms
        } catch {
            throw Advice(text, nil, checker, self).with(error)
        }
    }

    func typed(
        _ parsed: ParsedExpression, _ expected: ValueType?, _ checker: Checker
    ) throws(ExpressionError) -> TypedNode {
        guard let expected else { return try checker.check(parsed) }
        if expected == .boolean { return try checker.condition(parsed) }
        let node = try checker.typed(parsed, as: expected)
        guard fits(node.type, expected) else {
            throw ExpressionError(
                .typeMismatch, at: parsed.offset, length: parsed.length,
                "\(describe(expected)) is needed here, and this is \(describe(node.type)).",
                "此处需要\(describe(expected).chinese)，而这是\(describe(node.type).chinese)。")
        }
        return node
    }

    private func checker(_ entity: EntityName, _ scope: any TypeScope) -> Checker {
        Checker(entity: entity, scope: scope, functions: functions, limits: limits)
    }

    private func fits(_ type: ValueType, _ expected: ValueType) -> Bool {
        if case .entity = expected, type == .identifier { return true }
        return commonType(type, expected) == expected
    }
}

private func slice(_ text: String, _ offset: Int, _ length: Int) -> String {
    let scalars = text.unicodeScalars
    let start = scalars.index(scalars.startIndex, offsetBy: min(offset, scalars.count))
    let end = scalars.index(start, offsetBy: length, limitedBy: scalars.endIndex) ?? scalars.endIndex
    return String(scalars[start..<end])
}
