// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import Values

/// `asof(value=status,date=2026-01-31)`: what a field was at the end of a day, or at a moment. Evaluator and databases
/// read it from what is kept of the field, so that it is no function of values alone.
public let asOfFunction: FunctionName = "asof"

extension Checker {
    func asOf(
        _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        guard arguments.count == 2, let value = arguments.first(where: { $0.name == "value" })?.value,
            let date = arguments.first(where: { $0.name == "date" })?.value
        else {
            throw ExpressionError(
                .wrongArgumentCount, at: whole.offset, length: whole.length,
                "asof needs a value and a date.", "asof 需要一个值和一个日期。",
                hint: .write("asof(value=status,date=2026-01-31)"))
        }
        let node = try check(value)
        guard case .path(let path) = node, !path.isBehindAlias, let last = path.segments.last,
            scope.keepsHistory(of: last.name, in: last.entity)
        else {
            throw ExpressionError(
                .unsupported, at: value.offset, length: value.length,
                "What this was in former times is not kept.", "此处的历史值没有保存。",
                hint: Wording("Name a field that has history=\"true\".", "请使用设置了 history=\"true\" 的字段。"))
        }
        let moment = try typed(date, as: .date)
        guard [.date, .instant, .null].contains(moment.type) else {
            throw ExpressionError(
                .typeMismatch, at: date.offset, length: date.length, "asof needs a day or a moment here.",
                "asof 在此处需要日期或时刻。")
        }
        return .call(asOfFunction, [node, moment], type: path.type)
    }
}

extension TypedPath {
    fileprivate var isBehindAlias: Bool { if case .alias = root { true } else { false } }
}
