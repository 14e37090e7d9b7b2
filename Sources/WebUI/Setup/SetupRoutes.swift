// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Packs
import Services
import Values

// The pages in which administrators change the edition. The services check the right at every call; the pages only show
// what came of it.
extension WebUI {
    func addSetupRoutes(to router: Router<PageContext>) {
        router.get("/setup", use: page { visit in try overview(visit) })
        addUpgradeRoutes(to: router)
        router.get("/setup/undo", use: page { visit in try askBack(visit) })
        router.post("/setup/undo", use: page(takeBack))
        router.get("/setup/change/:kind", use: page { visit in try ask(visit) })
        router.post("/setup/change/:kind", use: page(change))
        router.post("/setup/change/:kind/preview", use: page { visit in try preview(visit) })
    }

    /// The services ask again; here it is said in the person's language.
    private func admit(_ visit: Visit) throws {
        guard visit.invocation.may(.customise) else { throw ServiceError.forbidden(visit.word("forbiddenText")) }
    }

    private func overview(_ visit: Visit) throws -> Response {
        try admit(visit)
        let parts = try workspace.customisations(visit.invocation)
        return visit.page(
            "setup", title: visit.word("setup"),
            [
                "kinds": SetupKind.allCases.map { kind in
                    [
                        "path": "/setup/change/\(kind.rawValue)", "label": visit.word("setup.\(kind.rawValue)"),
                        "text": visit.word("setup.\(kind.rawValue).text"),
                    ]
                },
                "parts": parts.reversed().map { part in
                    [
                        "subject": part.subject, "at": part.at, "person": part.person,
                        "undo": "/setup/undo?part=" + encodedForQuery(part.path),
                    ]
                },
                "hasProposal": try workspace.hasProposal(visit.invocation), "isEmpty": parts.isEmpty,
                "isDone": visit.query["done"] != nil,
            ])
    }

    /// The form that the address names, for those who may use it.
    private func form(_ visit: Visit) throws -> SetupForm {
        try admit(visit)
        guard let kind = SetupKind(rawValue: visit.parameters.get("kind") ?? "") else {
            throw ServiceError.unknownName(kind: "page", name: visit.path)
        }
        return SetupForm(kind, visit)
    }

    private func ask(_ visit: Visit) throws -> Response {
        SetupPage(try form(visit)).response([], .ok)
    }

    /// What the change would make, for the script that shows it while a person types.
    private func preview(_ visit: Visit) throws -> Response {
        let form = try form(visit)
        switch form.reading {
        case .incomplete(let hint): return SetupPreview(form).response(hint: hint)
        case .change(let change):
            switch try workspace.preview(change, visit.invocation) {
            case .refused(let reasons):
                return SetupPreview(form).response(problems: reasons.map { $0[visit.language] })
            case .planned(let planned): return SetupPreview(form).response(planned, change)
            }
        }
    }

    private func change(_ visit: Visit) async throws -> Response {
        let form = try form(visit)
        guard case .change(let change) = form.reading else {
            guard case .incomplete(let hint) = form.reading else { return redirect(to: "/setup") }
            return SetupPage(form).response([hint], .unprocessableContent)
        }
        do {
            try await workspace.customise(change, seen: visit.seenEdition, visit.invocation)
            return redirect(to: "/setup?done=1")
        } catch CustomisationFault.refused(let reasons) {
            return SetupPage(form).response(reasons.map { $0[visit.language] }, .unprocessableContent)
        } catch CustomisationFault.editionChanged {
            try workspace.follow()
            return SetupPage(form).response([visit.word("setup.changedMeanwhile")], .conflict)
        }
    }

    private func askBack(_ visit: Visit) throws -> Response {
        try admit(visit)
        return try undoPage(visit, visit.query["part"] ?? "", [], .ok)
    }

    private func takeBack(_ visit: Visit) async throws -> Response {
        try admit(visit)
        let path = visit.form["part"] ?? ""
        do {
            try await workspace.takeBack(path, seen: visit.seenEdition, visit.invocation)
            return redirect(to: "/setup?done=1")
        } catch CustomisationFault.refused(let reasons) {
            return try undoPage(visit, path, reasons.map { $0[visit.language] }, .unprocessableContent)
        } catch CustomisationFault.editionChanged {
            try workspace.follow()
            return try undoPage(visit, path, [visit.word("setup.changedMeanwhile")], .conflict)
        }
    }

    private func undoPage(
        _ visit: Visit, _ path: String, _ problems: [String], _ status: HTTPResponse.Status
    ) throws -> Response {
        var problems = problems
        var plan: [String: Any] = [:]
        switch try workspace.preview(takingBack: path, visit.invocation) {
        case .refused(let reasons) where problems.isEmpty: problems = reasons.map { $0[visit.language] }
        case .refused: break
        case .planned(let planned): plan = SetupPreview.facts(planned, visit)
        }
        let part = try workspace.customisations(visit.invocation).first { $0.path == path }
        return visit.page(
            "setup-undo", title: visit.word("setupUndo"),
            [
                "part": path, "subject": part?.subject ?? path, "edition": String(workspace.editionNumber),
                "problems": problems, "hasProblems": !problems.isEmpty, "plan": plan, "mayUndo": !plan.isEmpty,
            ], status: status)
    }
}

extension Visit {
    /// The edition that the person saw when the form was made.
    var seenEdition: Int64 { form["edition"].flatMap(Int64.init) ?? -1 }
}

/// The form of a kind of change, with its preview beside it.
private struct SetupPage {
    let form: SetupForm

    init(_ form: SetupForm) { self.form = form }

    func response(_ problems: [String], _ status: HTTPResponse.Status) -> Response {
        let visit = form.visit
        let kind = form.kind.rawValue
        return visit.page(
            "setup-form", title: visit.word("setup.\(kind)"),
            [
                "title": visit.word("setup.\(kind)"), "text": visit.word("setup.\(kind).text"), "kind": kind,
                "action": "/setup/change/\(kind)", "bases": form.bases,
                "fixed": form.bases.compactMap { basis -> [String: Any]? in
                    guard let options = basis["options"] as? [[String: Any]],
                        let chosen = options.first(where: { $0["isChosen"] as? Bool == true })
                    else { return nil }
                    return ["name": basis["name"] ?? "", "value": chosen["name"] ?? ""]
                },
                "inputs": form.inputs, "edition": String(visit.workspace.editionNumber), "problems": problems,
                "hasProblems": !problems.isEmpty,
            ], status: status)
    }
}
