// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Postings are added and stay as they are. All writes of a database come one after another, so that the balance which is
// looked at is the one that is written.
extension RecordWriter {
    /// Why a posting cannot be written as it stands.
    func ledgerFindings(_ draft: RecordDraft) throws -> [Finding] {
        try (draft.plan.structures?.ledgers ?? []).flatMap { ledger -> [Finding] in
            let fields = [ledger.account, ledger.quantity].compactMap { draft.plan.entity.fields[$0] }
            let missing = fields.filter { draft[$0.name].isNull }
            guard missing.isEmpty else { return missing.map(Finding.required) }
            guard draft.before == nil else {
                // Accounts that become one take their postings with them.
                let fixed = fields.filter { $0.name != ledger.account || !draft.isMerge }
                return fixed.filter { draft.hasChanged($0.name) }.map(Finding.posted)
            }
            return try shortage(ledger, draft[ledger.account], draft[ledger.quantity])
        }
    }

    /// Why postings cannot go away, as a whole.
    func postingFinding(_ plan: EntityPlan) -> [Finding] {
        plan.structures?.ledgers.isEmpty == false ? [.posting(plan.entity)] : []
    }

    /// What is missing for a posting to take what it takes.
    func shortage(_ ledger: Ledger, _ account: Value, _ quantity: Value) throws -> [Finding] {
        guard let minimum = ledger.minimum, case .identifier(let id) = account,
            let taken = quantity.number, taken < FixedDecimal(0)
        else { return [] }
        let reference = RecordReference(entity: ledger.accountEntity, id: id)
        guard let balance = try scope.record(reference)?[ledger.balance],
            let least = try scope.evaluator(reading: scope).evaluate(minimum, on: reference).number
        else { return [] }
        guard let left = (balance.number ?? FixedDecimal(0)).adding(taken), left < least,
            let missing = least.adding(-left)
        else { return [] }
        return [try finding(ledger, reference, balance, missing: missing)]
    }

    private func finding(
        _ ledger: Ledger, _ account: RecordReference, _ balance: Value, missing: FixedDecimal
    ) throws -> Finding {
        let access = request.permissions[account.entity]
        let isVisible =
            try access.isVisible(ledger.balance) && access.mask(of: ledger.balance) == nil
            && scope.allows(access.read, account)
        guard isVisible, let field = request.model.entities[account.entity]?.fields[ledger.balance] else {
            return .insufficient(ledger)
        }
        func written(_ value: Value, _ language: Language) -> String {
            field.type.display(
                value, field, DisplaySettings(language: language, offset: request.workspace.clock.offset))
        }
        let short = field.value(of: missing)
        let name = try request.title(of: account, scope)
        return .insufficient(
            ledger,
            Label(
                english: "“\(name)” has a balance of \(written(balance, .english)); "
                    + "\(written(short, .english)) more would be needed.",
                chinese: "“\(name)”的余额为\(written(balance, .chinese))，还差\(written(short, .chinese))。"))
    }
}

extension Value {
    /// The value as a number that can be compared with others; nil for other kinds.
    fileprivate var number: FixedDecimal? {
        switch self {
        case .integer(let number): FixedDecimal(number)
        case .decimal(let number): number
        case .duration(let span): FixedDecimal(span.microseconds)
        default: nil
        }
    }
}

extension Field {
    /// A number in the type of the field.
    fileprivate func value(of number: FixedDecimal) -> Value {
        switch valueType {
        case .integer: number.rescaled(to: 0).map { .integer(Int64(clamping: $0.units)) } ?? .null
        case .duration:
            number.rescaled(to: 0).map { .duration(TimeSpan(microseconds: Int64(clamping: $0.units))) } ?? .null
        default: fitting(.decimal(number))
        }
    }
}

extension Finding {
    static func posted(_ field: Field) -> Finding {
        Finding(
            code: "posted", field: field.name,
            message: Label(
                english: "“\(field.label.english)” of a posting stays as it is; add another one that takes it back.",
                chinese: "“\(field.label.chinese)”已过账，不能修改；请新增一笔冲销记录。"))
    }

    static func posting(_ entity: Entity) -> Finding {
        Finding(
            code: "posted", field: nil,
            message: Label(
                english:
                    "A posting (\(entity.label.english)) cannot be taken away; add another one that takes it back.",
                chinese: "“\(entity.label.chinese)”已过账，不能删除；请新增一笔冲销记录。"))
    }

    static func insufficient(_ ledger: Ledger, _ message: Label? = nil) -> Finding {
        Finding(
            code: "insufficient", field: ledger.quantity,
            message: message
                ?? Label(
                    english: "The balance of “\(ledger.label.english)” does not suffice.",
                    chinese: "“\(ledger.label.chinese)”余额不足。"))
    }
}
