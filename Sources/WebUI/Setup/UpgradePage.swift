// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import Packs
import Services
import Values

// The page on which administrators decide what newer packs and the layers above them want differently.
extension WebUI {
    func addUpgradeRoutes(to router: Router<PageContext>) {
        router.get("/setup/upgrade", use: page { visit in try upgrade(visit, [], .ok) })
        router.post("/setup/upgrade", use: page(decide))
    }

    private func decide(_ visit: Visit) async throws -> Response {
        switch visit.form["action"] {
        case "drop":
            try await workspace.dropProposal(visit.invocation)
            return redirect(to: "/setup?done=1")
        case "apply":
            do {
                try await workspace.acceptProposal(
                    try choice(visit), seen: visit.seenEdition, visit.invocation)
                return redirect(to: "/setup?done=1")
            } catch CustomisationFault.refused(let reasons) {
                return try upgrade(visit, reasons.map { $0[visit.language] }, .unprocessableContent)
            } catch CustomisationFault.editionChanged {
                try workspace.follow()
                return try upgrade(visit, [visit.word("setup.changedMeanwhile")], .conflict)
            }
        default: return try upgrade(visit, [], .ok)
        }
    }

    /// The choices that were sent, each for the conflict that it stood beside.
    private func choice(_ visit: Visit) throws -> UpgradeChoice {
        let asked = try workspace.proposal(UpgradeChoice(), visit.invocation)?.conflicts ?? []
        return UpgradeChoice(
            decided: asked.compactMap { conflict in
                visit.form["take." + conflict.key].flatMap { UpgradeConflict.Take(rawValue: $0) }
                    .map { UpgradeDecision(conflict, take: $0) }
            })
    }

    private func upgrade(
        _ visit: Visit, _ problems: [String], _ status: HTTPResponse.Status
    ) throws -> Response {
        guard let proposal = try workspace.proposal(try choice(visit), visit.invocation) else {
            throw ServiceError.unknownName(kind: "page", name: visit.path)
        }
        var content: [String: Any] = [
            "edition": String(workspace.editionNumber), "isPlanned": false, "problems": problems,
            "hasProblems": !problems.isEmpty, "hasConflicts": !proposal.conflicts.isEmpty,
            "packs": proposal.packs.map { change in
                ["pack": change.pack.rawValue, "before": change.before ?? "–", "after": change.after ?? "–"]
            },
            "conflicts": proposal.conflicts.map { self.conflict($0, visit) },
        ]
        switch proposal.preview {
        case .planned(let planned):
            content["isPlanned"] = true
            content["plan"] = SetupPreview.facts(planned, visit)
        case .refused(let reasons):
            let open = proposal.conflicts.count { $0.take == nil }
            content["open"] = open
            // Conflicts stand in the table; only what else is wrong is told in sentences.
            content["reasons"] = reasons.dropFirst(open).map { $0[visit.language] }
        }
        return visit.page("upgrade", title: visit.word("setupUpgrade"), content, status: status)
    }

    private func conflict(_ conflict: UpgradeConflict, _ visit: Visit) -> [String: Any] {
        let isValue = conflict.kind == .changed
        return [
            "address": conflict.address, "attribute": conflict.attribute ?? "", "layer": conflict.layer.rawValue,
            "vendor": conflict.vendor.rawValue,
            "before": isValue ? conflict.before ?? "–" : visit.word("upgrade.\(conflict.kind.rawValue).before"),
            "choices": [UpgradeConflict.Take.layer, .vendor].map { take in
                let value = take == .layer ? conflict.layerValue : conflict.vendorValue
                return [
                    "name": "take." + conflict.key, "value": take.rawValue, "isChosen": conflict.take == take,
                    "isOpen": conflict.choices.contains(take),
                    "text": isValue
                        ? value ?? "–" : visit.word("upgrade.\(conflict.kind.rawValue).\(take.rawValue)"),
                ] as [String: Any]
            },
        ]
    }
}

extension UpgradeConflict {
    /// What tells it from the other conflicts of a proposal.
    fileprivate var key: String { "\(layer)|\(address)|\(attribute ?? "")" }
}
