// SPDX-License-Identifier: Apache-2.0
import Values

/// Finds how something has to be written: what to replace, and the operation around it as it reads then.
struct RightForm {
    let text: RepairedText
    let terms: [ParsedExpression]
    let checker: Checker
    let expected: ValueType?

    /// The longest form that is shown; of a longer one only what replaces the mistake.
    private static let longest = 100

    /// The smallest operation around a repair, in its right form.
    func clause(around repair: Repair) -> String {
        let nodes = chain(to: repair.edit)
        let around = (nodes.isEmpty ? chain(beside: repair.edit) : nodes).last { node in
            switch node.node {
            case .binary, .isIn, .isInCollection, .call, .conditional, .not: node.range != repair.edit
            case .path(let path): path.tail != nil
            default: false
            }
        }
        guard let around else { return text.form(of: repair.edit) }
        let range = operand(of: around, with: repair.edit)?.range ?? around.range
        let whole = min(range.lowerBound, repair.edit.lowerBound)..<max(range.upperBound, repair.edit.upperBound)
        let form = text.form(of: text.balanced(whole))
        return form.unicodeScalars.count <= Self.longest ? form : repair.replacement
    }

    /// The expressions around a place, from the outside in.
    private func chain(to place: Range<Int>) -> [ParsedExpression] {
        var chain: [ParsedExpression] = []
        var next = terms.first { $0.range.contains(place) || place.contains($0.range) }
        while let node = next {
            chain.append(node)
            next = node.operands.first { $0.range.contains(place) }
        }
        return chain
    }

    /// The side of an `and` or `or` that holds a place: the other side has nothing to do with it.
    private func operand(of node: ParsedExpression, with place: Range<Int>) -> ParsedExpression? {
        guard case .binary(let operation, _, let left, let right) = node.node, operation == .and || operation == .or
        else { return nil }
        return [left, right].first { $0.range.contains(place) && !place.isEmpty }
    }

    /// The expressions around what stands beside a mark, such as a parenthesis.
    private func chain(beside place: Range<Int>) -> [ParsedExpression] {
        let before = place.lowerBound > 0 ? chain(to: place.lowerBound - 1..<place.lowerBound) : []
        let behind = chain(to: place.upperBound..<place.upperBound + 1)
        let closes =
            place.upperBound <= text.scalars.count && ")）".unicodeScalars.contains(text.scalars[place.lowerBound])
        return closes && !before.isEmpty || behind.isEmpty ? before : behind
    }

    /// What to replace to make a mistake right; nil if that cannot be told.
    func edit(_ mistake: ExpressionError) -> Repair? {
        let chain = chain(to: mistake.offset..<mistake.offset + max(1, mistake.length))
        // The marker of an operator lies between its operands, that of an operand inside it.
        guard let node = chain.last(where: { $0.contains(mistake.offset) }) else { return nil }
        let outer = chain.dropLast().last
        switch mistake.kind {
        case .notBoolean: return negated(mistake.offset) ?? literal(node, .boolean)
        case .typeMismatch: return mismatch(mistake, node, outer, chain)
        case .unknownFunction: return functionEdit(node)
        case .unknownProperty: return nameEdit(mistake, outer, chain)
        case .isCollection: return memberEdit(mistake, chain)
        default: return nil
        }
    }

    /// `not x eq y` compares the opposite of `x`.
    private func negated(_ place: Int) -> Repair? {
        for node in chain(to: place..<place + 1).reversed() {
            guard case .binary(let operation, _, let left, let right) = node.node, case .not(let operand) = left.node,
                operation != .and, operation != .or
            else { continue }
            return replacing(node, by: "not (\(form(operand)) \(operation.rawValue) \(form(right)))")
        }
        return nil
    }

    /// A text literal as a literal of another type.
    func literal(_ node: ParsedExpression, _ type: ValueType) -> Repair? {
        guard case .string(let text) = node.node, let form = Self.literal(text, as: type) else { return nil }
        return replacing(node, by: form)
    }

    func form(_ node: ParsedExpression) -> String { text.form(of: text.balanced(node.range)) }

    func replacing(_ node: ParsedExpression, by form: String) -> Repair {
        Repair(offset: node.offset, length: node.length, edit: text.balanced(node.range), text: form)
    }

    /// The checker as it stands at the end of a chain, with the variables of the lambdas around it.
    func checker(inside chain: [ParsedExpression]) -> Checker {
        var checker = checker
        for node in chain {
            guard case .path(var path) = node.node, let tail = path.tail else { continue }
            path.tail = nil
            guard case .path(let collection)? = try? checker.check(path), case .collection(let member) = collection.type
            else { continue }
            switch tail {
            case .any(let variable, _), .all(let variable, _): checker = checker.binding(variable, to: member)
            case .count, .aggregate: checker = checker.about(member)
            case .anyMember: break
            }
        }
        return checker
    }
}
