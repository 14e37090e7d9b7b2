// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import OrderedCollections
import Services
import Values

// What the engine does by itself, for administrators.
extension WebUI {
    func addJobRoutes(to router: Router<PageContext>) {
        router.get("/jobs", use: page { visit in try jobs(visit) })
        router.post("/jobs/:id", use: page(decideJob))
    }

    private func jobs(_ visit: Visit) throws -> Response {
        let lists = try [(Job.State.failed, "jobsFailed"), (.waiting, "jobsWaiting")].map { state, word in
            let jobs = try workspace.jobs(state, limit: 100, visit.invocation)
            return [
                "label": visit.word(word), "isEmpty": jobs.isEmpty, "jobs": jobs.map { row($0, visit) },
            ] as [String: Any]
        }
        return visit.page("jobs", title: visit.word("jobsTitle"), ["lists": lists])
    }

    private func row(_ job: Job, _ visit: Visit) -> [String: Any] {
        let label = label(of: job, visit)
        var row: [String: Any] = [
            "id": job.id.description, "due": visit.text(of: job.due), "rule": label ?? job.rule,
            "attempts": String(job.attempts), "why": job.error?[visit.language] ?? "",
            "isFailed": job.state == .failed, "csrf": visit.session.csrfToken, "record": false,
        ]
        if let entity = job.entity, let id = job.record { row["record"] = visit.mention(entity, id) }
        return row
    }

    /// What a job belongs to, as people read it; nil if the packs no longer say.
    private func label(of job: Job, _ visit: Visit) -> String? {
        let model = visit.model
        func text(_ label: Label?) -> String? { label?[visit.language] }
        return switch job.kind {
        case .protection, .share: text(job.entity.flatMap { model.entities[$0]?.label })
        case .approval: visit.word("approvedMove")
        case .reservation: text(model.structures.reservations[ReservationName(job.rule)]?.label)
        case .snapshot: text(model.structures.snapshots.values.first { "snapshot \($0.name)" == job.rule }?.label)
        case .automation, .timer, .schedule, .clock, .enrolment, .call:
            text(
                model.time.automations[AutomationName(job.rule)]?.label
                    ?? model.time.clocks[ClockName(job.rule)]?.label)
        }
    }

    private func decideJob(_ visit: Visit) async throws -> Response {
        let id = try visit.recordID
        if visit.form["action"] == "discard" {
            try await workspace.discardJob(id, visit.invocation)
        } else {
            try await workspace.retryJob(id, visit.invocation)
        }
        return redirect(to: "/jobs")
    }
}

extension Visit {
    /// The title of a record with the way there; its entity alone, without a way, if the person may not read it.
    func mention(_ entity: EntityName, _ id: RecordID) -> [String: Any] {
        guard let record = try? workspace.record(entity, id, fields: [], invocation) else {
            return ["title": model.entities[entity]?.label[language] ?? entity.rawValue, "link": "#"]
        }
        return ["title": record.title, "link": "/record/\(entity.rawValue)/\(id.description)"]
    }
}
