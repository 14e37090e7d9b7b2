// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Errors with the right form of what was written, found by reading the wrong text once more as what it may mean.
///
/// Runs only when an expression is wrong, so that right ones cost nothing.
struct Advice {
    private let written: String
    private let expected: ValueType?
    private let checker: Checker
    private let compiler: ExpressionCompiler

    init(_ text: String, _ expected: ValueType?, _ checker: Checker, _ compiler: ExpressionCompiler) {
        (written, self.expected, self.checker, self.compiler) = (text, expected, checker, compiler)
    }

    /// The error with better hints, and with everything else that is wrong with the text.
    func with(_ error: ExpressionError) -> ExpressionError {
        if [.tooLong, .tooDeep, .tooCostly].contains(error.kind) { return error }
        let isReadable = (try? Parser.parseOrder(written, limits: compiler.limits)) != nil
        let read = Parser.forgiving(written, limits: compiler.limits)
        let repairs = isReadable ? [] : read.repairs.filter { $0.offset < read.failure?.offset ?? .max }
        let ofGrammar = faults(repairs)
        guard isReadable || ofGrammar.first.map({ $0.offset <= error.offset }) == true else { return error }
        let terms = isReadable ? nil : read.terms
        let ofTypes = isReadable ? error.all : terms.map(mistakes)?.map { marked($0, repairs) } ?? []
        return hinting(
            ofGrammar, ofTypes, RepairedText(scalars: Array(written.unicodeScalars), repairs: repairs),
            (isReadable ? (try? Parser.parseOrder(written, limits: compiler.limits))?.map(\.0) : terms) ?? [])
    }

    /// The repairs as errors, one for each place.
    private func faults(_ repairs: [Repair]) -> [Repair] {
        var places: [Int: Repair] = [:]
        for repair in repairs where places[repair.offset]?.isOperator != true { places[repair.offset] = repair }
        return places.values.sorted { $0.offset < $1.offset }
    }

    /// An operator is as long as it was written.
    private func marked(_ mistake: ExpressionError, _ repairs: [Repair]) -> ExpressionError {
        guard let repair = repairs.last(where: { $0.offset == mistake.offset && $0.isOperator }) else { return mistake }
        return ExpressionError(
            mistake.kind, at: mistake.offset, length: repair.length, mistake.message, hint: mistake.hint)
    }

    /// What is wrong with the types of an expression that was made readable.
    private func mistakes(_ terms: [ParsedExpression]) -> [ExpressionError] {
        var found: [ExpressionError] = []
        for term in terms {
            do throws(ExpressionError) {
                _ = try compiler.typed(term, expected, checker)
            } catch {
                found += error.all
            }
        }
        return found
    }

    private func hinting(
        _ faults: [Repair], _ mistakes: [ExpressionError], _ text: RepairedText, _ terms: [ParsedExpression]
    ) -> ExpressionError {
        var text = text
        let advisor = RightForm(text: text, terms: terms, checker: checker, expected: expected)
        let edits = mistakes.map(advisor.edit)
        text.repairs += edits.compactMap(\.self)
        let shown = RightForm(text: text, terms: terms, checker: checker, expected: expected)
        var errors = faults.map { repair in
            let found = text.slice(repair.offset..<repair.offset + repair.length)
            return ExpressionError.foreign(found, at: repair.offset, hint: .write(shown.clause(around: repair)))
        }
        for (mistake, edit) in zip(mistakes, edits) {
            guard let edit else {
                errors.append(mistake)
                continue
            }
            let hint = Wording.write(shown.clause(around: edit))
            errors.append(
                ExpressionError(mistake.kind, at: mistake.offset, length: mistake.length, mistake.message, hint: hint))
        }
        var first = errors.removeFirst()
        first.others = Array(errors.prefix(compiler.limits.findings - 1))
        return first
    }
}

extension RepairedText {
    /// A part as it was written.
    func slice(_ part: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[part.clamped(to: scalars.indices)])
        return String(view)
    }
}
