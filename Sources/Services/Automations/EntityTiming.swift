// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// What happens by itself with the records of an entity, worked out once per model.
struct EntityTiming: Sendable {
    /// Those that a write sets off.
    let automations: [Automation]
    /// Those that a field of the record sets off when its moment comes.
    let timers: [(automation: Automation, timer: Automation.DateTimer)]
    let clocks: [ServiceClock]
    /// Those that a clock sets off.
    let clockAutomations: [Automation]
    /// Those that a refused move sets off.
    let refusalAutomations: [Automation]
    /// Those that the end of a reservation sets off.
    let reservationAutomations: [Automation]

    /// Nil if nothing happens by itself, as with most entities.
    init?(_ entity: EntityName, in rules: TimeRules) {
        let own = rules.automations.values.filter { $0.entity == entity }
        automations = own.filter { automation in
            automation.triggers.contains { trigger in
                switch trigger {
                case .create, .change, .move: true
                case .date, .schedule, .clock, .refusal, .reservation, .event: false
                }
            }
        }
        timers = own.flatMap { automation in
            automation.triggers.compactMap { trigger in
                if case .date(let timer) = trigger { (automation, timer) } else { nil }
            }
        }
        clocks = rules.clocks.values.filter { $0.entity == entity }
        clockAutomations = own.filter { automation in
            automation.triggers.contains { if case .clock = $0 { true } else { false } }
        }
        refusalAutomations = own.filter { automation in
            automation.triggers.contains { if case .refusal = $0 { true } else { false } }
        }
        reservationAutomations = own.filter { automation in
            automation.triggers.contains { if case .reservation = $0 { true } else { false } }
        }
        if automations.isEmpty, timers.isEmpty, clocks.isEmpty, refusalAutomations.isEmpty,
            reservationAutomations.isEmpty
        {
            return nil
        }
    }
}
