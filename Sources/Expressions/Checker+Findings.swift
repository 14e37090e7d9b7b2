// SPDX-License-Identifier: Apache-2.0
import Values

extension Checker {
    /// The error with those of the operands behind the one that it stands in, which were not checked before.
    ///
    /// Each part is checked at most twice, so that many mistakes cost no more than a few.
    func findingMore(_ error: ExpressionError, in expression: ParsedExpression) -> ExpressionError {
        let parts = parts(of: expression)
        guard let guilty = parts.firstIndex(where: { $0.value.contains(error.offset) }) else { return error }
        var found = error
        for part in parts[(guilty + 1)...] {
            guard found.others.count + 1 < limits.findings else { break }
            guard let other = mistake(in: part), other.offset > error.offset else { continue }
            found.others += other.all.prefix(limits.findings - found.others.count - 1)
        }
        return found
    }

    private struct Part {
        let value: ParsedExpression
        var isCondition = false
    }

    /// The operands that mean the same alone as they do together.
    private func parts(of expression: ParsedExpression) -> [Part] {
        switch expression.node {
        case .binary(let operation, _, let left, let right):
            let isCondition = operation == .and || operation == .or
            return [left, right].map { Part(value: $0, isCondition: isCondition) }
        case .call(let name, let arguments):
            return name.lowercased() == "cast" ? [] : arguments.map { Part(value: $0.value) }
        case .conditional(let branches):
            return branches.flatMap { [Part(value: $0.0, isCondition: true), Part(value: $0.1)] }
        default: return []
        }
    }

    private func mistake(in part: Part) -> ExpressionError? {
        do throws(ExpressionError) {
            _ = part.isCondition ? try condition(part.value) : try check(part.value)
            return nil
        } catch {
            return error
        }
    }
}
