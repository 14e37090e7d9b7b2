// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// An element that changes one of another layer: which kind it changes, and the attributes that name the one meant.
///
/// `<extend-field id="mobile" required="true"/>` changes the field `mobile` and nothing else of it.
struct Extension {
    /// The element that is changed, such as `field`.
    let target: String
    /// The attributes that together name it.
    let keys: [String]

    /// By the name of the changing element.
    static let all: [String: Extension] = [
        "extend": Extension(target: "entity", keys: ["entity"]),
        "extend-field": Extension(target: "field", keys: ["id"]),
        "extend-option": Extension(target: "option", keys: ["id"]),
        "extend-rule": Extension(target: "rule", keys: ["id"]),
        "extend-unique": Extension(target: "unique", keys: ["id"]),
        "extend-filter": Extension(target: "filter", keys: ["id"]),
        "extend-section": Extension(target: "section", keys: ["id"]),
        "extend-choice": Extension(target: "choice", keys: ["id"]),
        "extend-parameter": Extension(target: "parameter", keys: ["id"]),
        "extend-pipeline": Extension(target: "pipeline", keys: ["id"]),
        "extend-stage": Extension(target: "stage", keys: ["id"]),
        "extend-transition": Extension(target: "transition", keys: ["from", "to"]),
        "extend-exit": Extension(target: "exit", keys: ["id"]),
        "extend-needs": Extension(target: "needs", keys: ["id"]),
        "extend-approval": Extension(target: "approval", keys: ["id"]),
        "extend-guard": Extension(target: "guard", keys: ["id"]),
        "extend-report": Extension(target: "report", keys: ["id"]),
        "extend-group": Extension(target: "group", keys: ["id"]),
        "extend-measure": Extension(target: "measure", keys: ["id"]),
        "extend-step": Extension(target: "step", keys: ["id"]),
        "extend-metric": Extension(target: "metric", keys: ["id"]),
        "extend-dashboard": Extension(target: "dashboard", keys: ["id"]),
        "extend-role": Extension(target: "role", keys: ["id"]),
        "extend-clock": Extension(target: "clock", keys: ["id"]),
        "extend-automation": Extension(target: "automation", keys: ["id"]),
        "extend-event": Extension(target: "event", keys: ["id"]),
        "extend-value": Extension(target: "value", keys: ["id"]),
        "extend-reservation": Extension(target: "reservation", keys: ["id"]),
        "extend-ledger": Extension(target: "ledger", keys: ["id"]),
        "extend-snapshot": Extension(target: "snapshot", keys: ["id"]),
        "extend-calendar": Extension(target: "calendar", keys: ["id"]),
        "extend-pool": Extension(target: "pool", keys: ["entity"]),
        "extend-allow": Extension(target: "allow", keys: ["entity"]),
    ]

    /// What the changed element is called in its kind: its key attributes, as `extend` elements write them.
    func name(in change: PackElement) -> String { keys.compactMap { change[$0] }.joined(separator: " → ") }

    /// Whether an element is the one that a change names.
    func `is`(_ element: PackElement, meantBy change: PackElement) -> Bool {
        element.name == target && zip(ownKeys, keys).allSatisfy { element[$0] == change[$1] }
    }

    /// What an element that may be the one meant is called in its kind.
    func name(of element: PackElement) -> String {
        ownKeys.compactMap { element[$0] }.joined(separator: " → ")
    }

    /// The attributes by which the changed element names itself.
    private var ownKeys: [String] { target == "entity" ? ["id"] : keys }
}

extension PackElement {
    /// An attribute or text that a layer set, and what stood there before.
    struct Setting: Sendable {
        let pack: PackName
        /// Nil if the layer took the attribute away.
        let value: String?
        let range: SourceRange
    }
}
