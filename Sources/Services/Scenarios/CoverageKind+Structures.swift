// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
import Values

// What is kept whole whoever writes, and what others have to say yes to.
extension CoverageKind {
    /// Every step of an approval, once granted and once refused.
    static let approvals = CoverageKind(
        name: "approvals", label: Label(english: "Approvals given and refused", chinese: "批准过与驳回过的审批"),
        points: { model in
            model.pipelines.values.flatMap { pipeline in
                pipeline.approvals.flatMap { approval in
                    approval.steps.indices.flatMap { step in
                        ["approved", "rejected"].map { Point(title(pipeline, approval, step, $0), at: approval.range) }
                    }
                }
            }
        },
        touched: { traces in
            let rows = try traces.transaction.engineRows(EngineSelection(.approvals, limit: 1_000_000))
            let records = Set(rows.compactMap { if case .identifier(let record) = $0[2] { record } else { nil } })
            let requests = try records.flatMap { try ApprovalBook(traces.transaction).requests(of: $0) }
            return Set(requests.flatMap { names(of: $0, traces.model) })
        })

    private static func title(_ pipeline: Pipeline, _ approval: Approval, _ step: Int, _ end: String) -> String {
        "\(pipeline.name).\(approval.name) step \(step + 1): \(end)"
    }

    private static func names(of request: ApprovalRequest, _ model: Model) -> [String] {
        guard let pipeline = model.pipelines[request.pipeline], let approval = pipeline.approval(request.approval)
        else {
            return []
        }
        let given = request.steps.prefix(request.position).map { title(pipeline, approval, $0, "approved") }
        let refused = request.votes.filter { $0.kind == .rejected && request.steps.indices.contains($0.step) }
            .map { title(pipeline, approval, request.steps[$0.step], "rejected") }
        return given + refused
    }

    /// Seen to keep others away and, where they have an end, to end by themselves.
    static let reservations = CoverageKind(
        name: "reservations",
        label: Label(english: "Reservations seen refusing and ending", chinese: "拦截过与到期过的预留"),
        points: { model in
            model.structures.reservations.values.flatMap { reservation in
                (["refused"] + (reservation.until == nil ? [] : ["ended"])).map {
                    Point("\(reservation.name): \($0)", at: reservation.range)
                }
            }
        },
        touched: { traces in
            let refused = traces.footprint.refusals.flatMap(\.findings).compactMap { finding -> String? in
                guard case .text(let name)? = finding.facts["reservation"] else { return nil }
                return "\(name): refused"
            }
            let ended = traces.footprint.fired.compactMap { firing -> String? in
                guard firing.automation.hasPrefix(Firing.reservationPrefix) else { return nil }
                return "\(firing.automation.dropFirst(Firing.reservationPrefix.count)): ended"
            }
            return Set(refused + ended)
        })

    static let pools = CoverageKind(
        name: "pools", label: Label(english: "Pools claimed from, released to, seen refusing", chinese: "认领、释放与拦截过的公海"),
        points: { model in
            model.pools.values.flatMap { pool in
                (["claimed", "released", "pool.protected"] + (pool.limit == nil ? [] : ["pool.limit"])).map {
                    Point("\(pool.entity): \($0)", at: pool.range)
                }
            }
        },
        touched: { traces in
            let deeds = traces.deeds.map { "\($0.entity): \($0.kind)" }
            let refused = traces.footprint.refusals.flatMap { refusal in
                refusal.findings.compactMap { finding in refusal.entity.map { "\($0): \(finding.code)" } }
            }
            return Set(deeds + refused)
        })
}
