// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    /// Finds what ledgers name, before computed fields are checked: their balances are among them.
    mutating func collectLedgers() {
        for (_, element) in definitions("ledger") {
            guard let id = element["id"],
                define(
                    "ledger", id, at: element.range(of: "id"), hint: "Use <extend-ledger id=\"\(id)\"> to change it."),
                let entity = entity("entity", of: element)
            else { continue }
            let account = account(element, entity)
            let quantity = quantity(element, entity)
            guard let account, let quantity,
                let key = balanceField(element, on: account.entity, of: quantity),
                define(
                    "balance", "\(key.entity).\(key.field)", at: element.range(of: "balance"),
                    hint: "Give each ledger a field of its own.")
            else { continue }
            draft.ledgers[key] = ModelDraft.LedgerDraft(
                name: LedgerName(id), element: element, entity: entity, account: account.field,
                quantity: quantity.name, postings: account.postings)
        }
    }

    /// The sum of the postings.
    func balance(of ledger: ModelDraft.LedgerDraft, in key: FieldKey) -> TypedExpression? {
        try? compiler.compile(
            "\(ledger.postings)/aggregate(\(ledger.quantity) with sum)", as: nil, on: key.entity,
            in: DraftScope(draft: draft))
    }

    mutating func buildLedgers(
        _ entities: OrderedDictionary<EntityName, Entity>
    ) -> OrderedDictionary<LedgerName, Ledger> {
        var ledgers: OrderedDictionary<LedgerName, Ledger> = [:]
        for (key, ledger) in draft.ledgers {
            guard let entity = entities[ledger.entity], let type = entity.fields[ledger.quantity]?.valueType else {
                continue
            }
            checkQuantity(ledger, entity)
            let minimum = expression("min", of: ledger.element, as: type, on: key.entity)
            if let minimum, minimum.isVolatile(compiler.functions) {
                diagnostics.append(
                    .badLedger, "“\(minimum.source)” depends on the moment or on who asks.",
                    at: ledger.element.range(of: "min"), hint: "Name a number, or a field of the account.")
            }
            ledgers[ledger.name] = Ledger(
                name: ledger.name, label: ledger.element.label(), entity: ledger.entity, account: ledger.account,
                quantity: ledger.quantity, accountEntity: key.entity, balance: key.field, minimum: minimum,
                range: ledger.element.range)
        }
        return ledgers
    }

    private mutating func account(
        _ element: PackElement, _ entity: EntityName
    ) -> (field: FieldName, entity: EntityName, postings: FieldName)? {
        guard let value = element.value(of: "account"),
            let name = field(value.text, in: entity, at: value.range),
            let field = draft.entities[entity]?.fields[name]
        else { return nil }
        func refuse(_ sentence: Sentence, _ hint: Sentence) {
            diagnostics.append(.badLedger, sentence, at: value.range, hint: hint)
        }
        guard case .entity(let target) = field.valueType, isWritable(name, of: entity) else {
            refuse("“\(name)” names no account.", "Name a reference that people write.")
            return nil
        }
        guard let inverse = field.element["inverse"] else {
            refuse(
                "“\(name)” has no inverse.", "Write inverse=\"…\" at the field: the balance adds up that collection.")
            return nil
        }
        guard field.element["on-delete"] ?? "restrict" == "restrict" else {
            refuse(
                "An account with postings cannot be deleted, and “\(name)” says otherwise.",
                "Write on-delete=\"restrict\" at the field.")
            return nil
        }
        return (name, target, FieldName(inverse))
    }

    private mutating func quantity(_ element: PackElement, _ entity: EntityName) -> ModelDraft.FieldDraft? {
        guard let value = element.value(of: "quantity"),
            let name = field(value.text, in: entity, at: value.range),
            let field = draft.entities[entity]?.fields[name]
        else { return nil }
        guard [.integer, .decimal, .duration].contains(field.valueType) else {
            diagnostics.append(
                .badLedger, "“\(name)” is nothing that can be added up.", at: value.range, hint: "Name a number.")
            return nil
        }
        return field
    }

    private mutating func balanceField(
        _ element: PackElement, on account: EntityName, of quantity: ModelDraft.FieldDraft
    ) -> FieldKey? {
        guard let value = element.value(of: "balance"),
            let name = field(value.text, in: account, at: value.range),
            let field = draft.entities[account]?.fields[name]
        else { return nil }
        guard isWritable(name, of: account), !field.element.isTrue("required"), field.element["default"] == nil else {
            diagnostics.append(
                .badLedger, "“\(name)” holds something else already.", at: value.range,
                hint: "Name a field without compute, default and required: the ledger fills it.")
            return nil
        }
        guard field.valueType == quantity.valueType, field.scale >= quantity.scale else {
            diagnostics.append(
                .badLedger, "“\(name)” cannot hold what “\(quantity.name)” adds up to.", at: value.range,
                hint: "Give both the same type, and the balance no fewer digits behind the point.")
            return nil
        }
        return FieldKey(entity: account, field: name)
    }

    /// What was posted stays as it was, so that nothing but the posting itself may decide it.
    private mutating func checkQuantity(_ ledger: ModelDraft.LedgerDraft, _ entity: Entity) {
        guard let field = entity.fields[ledger.quantity],
            !isOwn(TypedPath(field.name, of: entity.name, type: field.valueType), of: entity)
        else { return }
        diagnostics.append(
            .badLedger, "“\(field.name)” follows from other records or from the moment.",
            at: ledger.element.range(of: "quantity"),
            hint: "Only what is written to the posting itself may decide what it adds.")
    }
}
