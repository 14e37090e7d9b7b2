// SPDX-License-Identifier: Apache-2.0
public import Values

extension FunctionName {
    /// `visited(value=stage,option='sold')`: whether a record is in a stage or was in it at any time.
    public static let visited = FunctionName("visited")
}

extension Checker {
    /// `visited(value=stage,option='sold')`, of a field that holds one of several options.
    func visited(
        _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        guard arguments.count == 2, let value = arguments.first(where: { $0.name == "value" })?.value,
            let option = arguments.first(where: { $0.name == "option" })?.value,
            case .path(let path) = try check(value), case .choice(let choice) = path.type, path.isOfRecord
        else {
            throw ExpressionError(
                .wrongArgumentCount, at: whole.offset, length: whole.length,
                "visited needs the stage of a record and one of its options.", "visited 需要记录的阶段字段及其中一个选项。",
                hint: .write("visited(value=stage,option='won')"))
        }
        let node = try typed(option, as: .choice(choice))
        guard case .literal(.text, .choice(choice)) = node else {
            throw ExpressionError(
                .typeMismatch, at: option.offset, length: option.length,
                "The option has to be written as one of the stage’s.", "选项必须是该阶段字段的某个选项。",
                hint: .write("visited(value=stage,option='won')"))
        }
        return .call(.visited, [.path(path), node], type: .boolean)
    }
}

extension TypedPath {
    /// Whether it leads to a field of a record that a source or database knows.
    fileprivate var isOfRecord: Bool {
        if case .alias = root { false } else { !segments.isEmpty }
    }
}
