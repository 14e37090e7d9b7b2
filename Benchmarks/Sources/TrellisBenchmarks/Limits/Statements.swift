// SPDX-License-Identifier: Apache-2.0

/// The statements that somebody would write by hand for the same questions, over the product's own tables.
enum Statements {
    static let listColumns = [
        "id", "version", "policy_no", "holder", "insured", "product", "agent", "branch", "channel", "apply_date",
        "issue_date", "effective_date", "expiry_date", "sum_insured", "premium", "mode", "pay_term", "annual_premium",
        "ape", "cash_value", "loan_balance", "receipt_date", "free_look_end", "lapsed_on", "pay_until", "next_due",
        "paid_to", "rider_count", "is_orphan", "live_premium", "live_sum_insured", "status",
    ]
    /// The same as fields of the API; the key and the version come with every record.
    static let listFields = [
        "policyNo", "holder", "insured", "product", "agent", "branch", "channel", "applyDate", "issueDate",
        "effectiveDate", "expiryDate", "sumInsured", "premium", "mode", "payTerm", "annualPremium", "ape", "cashValue",
        "loanBalance", "receiptDate", "freeLookEnd", "lapsedOn", "payUntil", "nextDue", "paidTo", "riderCount",
        "isOrphan", "livePremium", "liveSumInsured", "status",
    ]
    static let listPage =
        "SELECT \(listColumns.joined(separator: ", ")) FROM policy WHERE deleted_at IS NULL AND status = ? "
        + "AND premium >= ? ORDER BY id LIMIT 51"
    static let search =
        "SELECT c.id, c.name, c.mobile FROM contact_search JOIN contact c ON c.\"row\" = contact_search.rowid "
        + "WHERE contact_search MATCH ? AND c.deleted_at IS NULL ORDER BY c.id LIMIT 51"
    static let report =
        "SELECT branch, agent, count(*), sum(live_premium) FROM policy WHERE deleted_at IS NULL GROUP BY branch, agent"
    static let apply =
        "SELECT status, sum(premium) AS total, count(*) AS policies FROM policy WHERE deleted_at IS NULL GROUP BY status "
        + "ORDER BY status"
    static let applyFiltered =
        "SELECT branch, sum(premium) AS total FROM policy WHERE deleted_at IS NULL AND premium >= 500000 GROUP BY branch "
        + "HAVING sum(premium) > 0 ORDER BY total DESC, branch"
    static let standing =
        "SELECT groups, records, measure0, measure1 FROM trellis_standing_total WHERE aggregate = 'report.newPremiumByYear'"
    static let boardTotals =
        "SELECT groups, records, measure0 FROM trellis_standing_total WHERE aggregate = 'board.policyStatus'"
    static let stages = [
        "pending", "inForce", "grace", "lapsed", "reinstated", "paidUp", "surrendered", "matured", "terminated",
    ]
    static let boardCards =
        "SELECT p.id, p.policy_no, c.name, r.name, p.premium FROM policy p LEFT JOIN contact c ON c.id = p.holder "
        + "LEFT JOIN product r ON r.id = p.product WHERE p.deleted_at IS NULL AND p.status = ? ORDER BY p.id DESC LIMIT 21"
}
