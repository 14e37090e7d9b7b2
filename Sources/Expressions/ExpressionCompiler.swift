// SPDX-License-Identifier: Apache-2.0
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
        let parsed = try Parser.parse(text, limits: limits)
        let checker = Checker(entity: entity, scope: scope, functions: functions, limits: limits)
        guard let expected else { return TypedExpression(source: text, root: try checker.check(parsed)) }
        if expected == .boolean { return TypedExpression(source: text, root: try checker.condition(parsed)) }
        let node = try checker.typed(parsed, as: expected)
        guard fits(node.type, expected) else {
            throw ExpressionError(
                .typeMismatch, at: parsed.offset, length: parsed.length,
                "\(describe(expected)) is needed here, and this is \(describe(node.type)).")
        }
        return TypedExpression(source: text, root: node)
    }

    /// Everything that is wrong with an expression, from the left; empty if it compiles.
    ///
    /// The operands of `and` and `or` are checked apart, so that one mistake does not hide another. Mistakes of grammar
    /// come alone, since what follows them cannot be read.
    public func findings(
        _ text: String, as expected: ValueType? = nil, on entity: EntityName, in scope: any TypeScope
    ) -> [ExpressionError] {
        do throws(ExpressionError) {
            _ = try compile(text, as: expected, on: entity, in: scope)
            return []
        } catch {
            guard let parsed = try? Parser.parse(text, limits: limits) else { return [error] }
            let checker = Checker(entity: entity, scope: scope, functions: functions, limits: limits)
            let ofOperands = findings(in: parsed, checker)
            return ofOperands.isEmpty ? [error] : ofOperands
        }
    }

    private func findings(in parsed: ParsedExpression, _ checker: Checker) -> [ExpressionError] {
        guard case .binary(let operation, _, let left, let right) = parsed.node, operation == .and || operation == .or
        else { return finding(in: parsed, checker).map { [$0] } ?? [] }
        return findings(in: left, checker) + findings(in: right, checker)
    }

    private func finding(in parsed: ParsedExpression, _ checker: Checker) -> ExpressionError? {
        do throws(ExpressionError) {
            _ = try checker.check(parsed)
            return nil
        } catch {
            return error
        }
    }

    /// Reads and checks an order, such as `dueDate desc,name`.
    public func compileOrder(
        _ text: String, on entity: EntityName, in scope: any TypeScope
    ) throws(ExpressionError) -> [OrderTerm] {
        let checker = Checker(entity: entity, scope: scope, functions: functions, limits: limits)
        var terms: [OrderTerm] = []
        for (parsed, direction) in try Parser.parseOrder(text, limits: limits) {
            let node = try checker.check(parsed)
            try checker.refuseCollection(node, at: parsed.offset)
            let source = slice(text, parsed.offset, parsed.length)
            terms.append(OrderTerm(expression: TypedExpression(source: source, root: node), direction: direction))
        }
        return terms
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
