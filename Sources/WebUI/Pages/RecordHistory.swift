// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

// What happened to a record, as its page tells it.
extension WebUI {
    /// Longer changes are unfolded by a click.
    private static let changesAtOnce = 6

    /// The entries, the newest first. Those that follow one another and only say that figures were calculated anew fold
    /// into one: a branch with a thousand policies would show nothing else.
    func history(_ entries: [TimelineEntry], _ text: FieldText) -> [[String: Any]] {
        var history: [[String: Any]] = []
        var run: [[String: Any]] = []
        func endRun() {
            if run.count > 1 { run = [["isRun": true, "count": run.count, "entries": run]] }
            history += run
            run = []
        }
        for content in entries.map({ entry($0, text) }) {
            if content["isFigures"] as? Bool == true {
                run.append(content)
            } else {
                endRun()
                history.append(content)
            }
        }
        endRun()
        return history
    }

    private func entry(_ entry: TimelineEntry, _ text: FieldText) -> [String: Any] {
        let settings = DisplaySettings(language: text.visit.language, offset: workspace.clock.offset)
        var content: [String: Any] = ["who": entry.who ?? ""]
        if let created = text.entity.fields["createdAt"] {
            content["at"] = created.type.display(.instant(entry.at), created, settings)
        }
        switch entry.kind {
        case .change(let action, let changes, _, let reason):
            content["action"] = text.visit.word("did." + action)
            content["reason"] = reason ?? ""
            if let other = entry.other {
                let link = "/record/\(text.entity.name.rawValue)/\(other.id.description)"
                content["action"] = text.visit.word(other.isSurvivor ? "mergedInto" : "mergedWith")
                content["other"] = [
                    "text": other.title, "link": other.isDeleted ? false : link as Any, "tone": false, "outside": false,
                ]
            }
            let lines = changes.filter { text.access.isVisible($0.field) }.map { change -> [String: Any] in
                let new = named(change.field, change.new, text)
                return [
                    "label": text.label(change.field), "old": named(change.field, change.old, text),
                    "hasOld": !change.old.isNull, "new": new.isEmpty ? "–" : new,
                ]
            }
            content["changes"] = lines
            content["count"] = lines.count
            content["isFigures"] =
                action == "updated" && !lines.isEmpty && changes.allSatisfy { text.isCalculated($0.field) }
            // All that a new record holds stands beside the history anyway.
            content["isLong"] = lines.count > Self.changesAtOnce
        case .related(let record):
            content["link"] = "/record/\(record.entity.rawValue)/\(record.id.description)"
            content["action"] = text.visit.model.entities[record.entity]?.label[text.visit.language] ?? ""
            content["interaction"] = record.title
        case .approval(let label, let event, let absent, let comment):
            content["action"] = "\(text.visit.word("did.\(event.rawValue)")) \(label[text.visit.language])"
            let place = absent.map { "(\(text.visit.word("insteadOf")) \($0)) " } ?? ""
            content["reason"] = place + (comment ?? "")
        case .firing(let label, let outcome, let event):
            let word =
                switch event {
                case nil: outcome.rawValue
                case ServiceClock.breach: "breached"
                case Reservation.expiry: "expired"
                default: "warned"
                }
            content["action"] = text.visit.word("did.\(word)")
            content["reason"] = label[text.visit.language]
        }
        return content
    }

    /// A value of the audit; a reference by the title of its record.
    private func named(_ name: FieldName, _ value: Value, _ text: FieldText) -> String {
        guard case .identifier(let id) = value, let field = text.entity.fields[name], field.reference != nil else {
            return text.text(name, value)
        }
        return text.title(field, id)
    }
}
