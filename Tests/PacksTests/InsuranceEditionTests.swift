// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("The insurance edition, from the first call to the claim")
struct InsuranceEditionTests {
    @Test("an application comes into force by the steps of the trade, and every step names exactly what is missing")
    func newBusiness() async throws {
        let office = try await InsuranceOffice.open()
        let contact = try await office.edition.add("Contact", ["name": "王思波"], by: office.agent)
        let application = try await office.edition.add(
            "Application", [:], ["applicant": contact, "agent": office.agentRecord], by: office.agent)
        let journey = office.journey("Application", "newBusiness", application)
        try await sell(journey, contact, office)
        let policy = try await underwrite(journey, contact, office)
        try await deliver(journey, policy, office)
        #expect(
            try office.edition.workspace.record("Application", application, office.ops)["stage"] == .text("inForce"))
        #expect(try office.edition.workspace.record("Policy", policy, office.ops)["status"] == .text("inForce"))
    }

    private func sell(_ journey: Journey, _ contact: RecordID, _ office: InsuranceOffice) async throws {
        let agent = office.agent
        #expect(try await journey.obstacles("needs", by: agent) == ["guard income", "guard dependants"])
        try await office.edition.change(
            "Contact", contact, ["incomeBand": "from100k", "dependants": "1"], by: agent)
        try await journey.go("needs", by: agent)
        #expect(
            try await journey.obstacles("proposal", by: agent)
                == ["missing needs", "missing product", "missing illustration"])
        try await journey.go(
            "proposal", ["needs": "为家人配置保障", "illustration": "https://files.example/illustration.pdf"],
            ["product": office.product], by: agent)
        #expect(
            try await journey.obstacles("applied", by: agent) == [
                "missing insured", "missing sumInsured", "missing premium", "missing mode", "missing appliedOn",
                "guard identity", "guard health",
            ])
        try await office.edition.change(
            "Contact", contact, ["idNo": "990000198409090132", "birthDate": "1984-09-09"], by: agent)
        let terms: [FieldName: String] = [
            "sumInsured": "300000", "premium": "6000", "mode": "annual", "payTerm": "20", "appliedOn": "2026-11-20",
            "healthDeclared": "true",
        ]
        try await journey.go("applied", terms, ["insured": contact], by: agent)
        try await journey.go("underwriting", by: agent)
    }

    private func underwrite(
        _ journey: Journey, _ contact: RecordID, _ office: InsuranceOffice
    ) async throws -> RecordID {
        let underwriter = office.underwriter
        #expect(
            try await journey.obstacles("issued", by: office.agent) == [
                "roles", "missing verdict", "missing policy", "guard accepted", "guard beneficiaries", "guard shares",
            ])
        #expect(try await journey.obstacles("needs", by: underwriter) == ["reason"])
        try await journey.go("needs", reason: "健康告知与体检不符", by: underwriter)
        for stage: StageName in ["proposal", "applied", "underwriting"] {
            try await journey.go(stage, by: office.agent)
        }
        let policy = try await office.edition.add(
            "Policy", ["policyNo": "D2026900001"],
            ["holder": contact, "product": office.product, "agent": office.agentRecord], by: underwriter)
        _ = try await office.edition.add(
            "Beneficiary", ["name": "周家英", "relation": "spouse", "share": "60"], ["policy": policy], by: underwriter)
        #expect(
            try await journey.obstacles("issued", ["verdict": "loaded"], ["policy": policy], by: underwriter)
                == ["guard loading", "guard shares"])
        _ = try await office.edition.add(
            "Beneficiary", ["name": "王国宇", "relation": "child", "share": "40"], ["policy": policy], by: underwriter)
        try await journey.go("issued", ["verdict": "loaded", "loading": "25"], ["policy": policy], by: underwriter)
        #expect(try await journey.obstacles("lost", reason: "改变主意", by: office.agent) == ["notDefined"])
        return policy
    }

    private func deliver(_ journey: Journey, _ policy: RecordID, _ office: InsuranceOffice) async throws {
        let agent = office.agent
        #expect(try await journey.obstacles("delivered", by: agent) == ["missing receiptDate"])
        try await journey.go("delivered", ["receiptDate": "2026-11-20"], by: agent)
        #expect(
            try await journey.obstacles("callbackPassed", by: agent) == ["missing callbackDate", "guard inFreeLook"])
        #expect(
            try await journey.obstacles("callbackPassed", ["callbackDate": "2026-12-06"], by: agent)
                == ["guard inFreeLook"])
        try await journey.go("callbackPassed", ["callbackDate": "2026-12-05"], by: agent)
        #expect(try await journey.obstacles("inForce", by: agent) == ["roles", "guard live"])
        let status = office.journey("Policy", "policyStatus", policy)
        #expect(
            try await status.obstacles("inForce", by: office.ops) == [
                "missing effectiveDate", "missing sumInsured", "missing premium", "missing mode",
            ])
        try await status.go(
            "inForce", ["effectiveDate": "2026-11-21", "sumInsured": "300000", "premium": "7500", "mode": "annual"],
            by: office.ops)
        try await journey.go("inForce", by: office.ops)
    }

    @Test("cancelling in the free-look period pays everything back, and is over when the period is")
    func freeLook() async throws {
        let office = try await InsuranceOffice.open()
        let contact = try await office.edition.add("Contact", ["name": "李波"], by: office.agent)
        let application = try await office.edition.add(
            "Application", ["stage": "delivered", "receiptDate": "2026-11-10"],
            ["applicant": contact, "product": office.product], by: office.edition.oldSystem)
        let journey = office.journey("Application", "newBusiness", application)
        #expect(try await journey.obstacles("cancelled", by: office.ops) == ["guard refund", "reason"])
        office.edition.clock.advance(days: 3)
        #expect(
            try await journey.obstacles(
                "cancelled", ["fullRefund": "true"], reason: "改变主意", by: office.edition.today(office.ops))
                == ["guard freeLook"])
        office.edition.clock.advance(days: -1)
        try await journey.go(
            "cancelled", ["fullRefund": "true"], reason: "改变主意", by: office.edition.today(office.ops))
    }

    @Test("a premium lapses on the 61st day of grace and not before, and takes its policy with it once")
    func grace() async throws {
        let office = try await InsuranceOffice.open()
        let policy = try await office.policy("D2025900001", ["status": "inForce", "effectiveDate": "2025-09-24"])
        let due = try await office.edition.add(
            "PremiumDue", ["dueDate": "2026-09-24", "amount": "6000"], ["policy": policy], by: office.ops)
        let premium = office.journey("PremiumDue", "renewal", due)
        let status = office.journey("Policy", "policyStatus", policy)
        #expect(try await status.obstacles("grace", by: office.ops) == ["guard unpaid"])
        #expect(
            try await premium.obstacles("paid", by: office.ops)
                == ["missing paidDate", "missing paidAmount", "guard whole"])
        try await premium.go("due", by: office.ops)
        try await premium.go("grace", by: office.ops)
        try await status.go("grace", by: office.ops)
        #expect(try await premium.obstacles("lapsed", by: office.ops) == ["guard graceOver"])
        #expect(
            try await status.obstacles("lapsed", by: office.ops) == ["missing lapsedOn", "guard lapsed"])
        office.edition.clock.advance(days: 1)
        let nextDay = office.edition.today(office.ops)
        try await premium.go("lapsed", by: nextDay)
        try await status.go("lapsed", ["lapsedOn": "2026-11-24"], by: nextDay)
        #expect(try await status.obstacles("lapsed", ["lapsedOn": "2026-11-24"], by: nextDay) == ["notDefined"])
        #expect(
            try await status.obstacles("reinstated", by: nextDay) == ["missing reinstatedOn", "guard requested"])
    }

    @Test("a payment above the limit is asked for by the owner of the claim and approved by a second assessor")
    func claim() async throws {
        let office = try await InsuranceOffice.open()
        let policy = try await office.policy("D2024900001", ["status": "inForce", "effectiveDate": "2024-03-01"])
        let assessor = try await office.edition.person("claims1", "claimsAssessor")
        let second = try await office.edition.person("claims2", "claimsAssessor")
        let claim = try await office.edition.add(
            "Claim", ["event": "criticalIllness", "eventDate": "2026-10-01"], ["policy": policy], by: assessor)
        let journey = office.journey("Claim", "claimHandling", claim)
        #expect(try await journey.obstacles("registered", by: assessor) == ["missing reserve"])
        try await journey.go("registered", ["reserve": "200000"], by: assessor)
        let paper = try await office.edition.add("ClaimDocument", ["kind": "medical"], ["claim": claim], by: assessor)
        #expect(
            try await journey.obstacles("docsComplete", by: assessor) == ["guard documents", "guard outstanding"])
        try await office.edition.change(
            "ClaimDocument", paper, ["received": "true", "receivedOn": "2026-11-20"], by: assessor)
        try await journey.go("docsComplete", ["documentsComplete": "true"], by: assessor)
        await #expect(throws: ServiceError.self) { try await journey.go("assessing", by: office.agent) }
        try await journey.go("assessing", ["claimed": "200000"], by: assessor)
        #expect(try await journey.obstacles("decided", by: assessor) == ["missing decision"])
        try await journey.go("decided", ["decision": "full", "approved": "200000"], by: assessor)
        #expect(try await journey.obstacles("rejected", by: assessor) == ["missing rejectReason", "guard refused"])
        let paidDate: [FieldName: String] = ["paidDate": "2026-11-23"]
        #expect(try await journey.obstacles("paid", paidDate, by: second) == ["approval.payment", "guard ownCase"])
        #expect(try await journey.obstacles("paid", paidDate, by: assessor) == ["approval.payment"])
        let payment = StageMove(
            entity: "Claim", id: claim, pipeline: "claimHandling", to: "paid",
            values: try office.edition.values("Claim", paidDate))
        let workspace = office.edition.workspace
        let request = try #require(try await workspace.askApproval(payment, assessor).first)
        await #expect(throws: ServiceError.self) { try await workspace.approve(request, assessor) }
        _ = try await workspace.approve(request, second)
        #expect(try workspace.record("Claim", claim, assessor)["stage"] == .text("paid"))
        let ended = office.journey("Policy", "policyStatus", policy)
        try await ended.go("terminated", ["endedOn": "2026-11-23"], reason: "重疾赔付", by: assessor)
    }

    @Test("of ten policies of January eight are in force at month 13, by count 80 percent, by premium what the ten say")
    func persistency() async throws {
        let office = try await InsuranceOffice.open()
        let premiums = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000]
        for (index, premium) in premiums.enumerated() {
            var fields: [FieldName: String] = [
                "effectiveDate": "2025-01-\(10 + index)", "premium": "\(premium)", "mode": "annual",
                "status": "inForce",
            ]
            switch index {
            case 0: fields.merge(["status": "surrendered", "endedOn": "2025-06-12"]) { $1 }
            case 1:
                fields.merge(["status": "reinstated", "lapsedOn": "2025-09-12", "reinstatedOn": "2025-11-12"]) { $1 }
            case 2: fields.merge(["status": "lapsed", "lapsedOn": "2026-01-13"]) { $1 }
            default: break
            }
            _ = try await office.policy("D20259100\(index + 10)", fields)
        }
        let rows = try await office.edition.workspace.report("persistency13Month", office.ops).rows
        #expect(rows.map(\.groups) == [[.text("2025-01")]])
        let figures = try #require(rows.first).figures.map(number)
        #expect(figures == [10, 8, 0.8, 55_000, 51_000, 0.927272727273])
        let agent = try office.edition.workspace.record("Agent", office.agentRecord, office.ops)
        #expect(number(agent["persistency"]) == 80)
    }

    @Test("marital status counts only where somebody has told it, and the script asks the others")
    func maritalStatus() async throws {
        let office = try await InsuranceOffice.open()
        let told: [String?] = ["married", "married", "single", nil, nil]
        for (index, status) in told.enumerated() {
            var fields: [FieldName: String] = ["name": "客户\(index)", "mobile": "1990000000\(index)"]
            fields["maritalStatus"] = status
            let holder = try await office.edition.add("Contact", fields, by: office.ops)
            _ = try await office.policy("D20269200\(index + 10)", ["status": "inForce"], holder: holder)
        }
        let rows = try await office.edition.workspace.report("maritalStatus", office.ops).rows
        #expect(
            Set(rows.map { [$0.groups[0], $0.figures[0]] })
                == [[.text("married"), .integer(2)], [.text("single"), .integer(1)]])
        let asked = try office.edition.workspace.list(
            ListRequest(entity: "Contact", fields: ["name"], filter: "nextBestQuestion eq '请问您的婚姻状况？'"), office.ops)
        #expect(Set(asked.records.map(\.title)) == ["客户3", "客户4"])
    }

    @Test("the collection rate of a month is what was paid of what was due")
    func collection() async throws {
        let office = try await InsuranceOffice.open()
        let policy = try await office.policy("D2025930001", ["status": "inForce", "effectiveDate": "2025-10-01"])
        let dues: [[FieldName: String]] = [
            [
                "dueDate": "2026-10-01", "amount": "3000", "paidAmount": "3000", "paidDate": "2026-10-01",
                "stage": "paid",
            ],
            ["dueDate": "2026-10-15", "amount": "1000", "stage": "grace"],
        ]
        for due in dues {
            _ = try await office.edition.add("PremiumDue", due, ["policy": policy], by: office.edition.oldSystem)
        }
        let rows = try await office.edition.workspace.report("collection", office.ops).rows
        #expect(rows.map { $0.figures.map(number) } == [[4000, 3000, 0.75]])
    }

    private func number(_ value: Value) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .decimal(let number): Double("\(number)")
        default: nil
        }
    }
}
