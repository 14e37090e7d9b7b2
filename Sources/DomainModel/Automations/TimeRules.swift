// SPDX-License-Identifier: Apache-2.0
public import OrderedCollections
public import Values

/// What a model says about time: when a company works, how long things may take, and what happens by itself.
public struct TimeRules: Sendable {
    public let calendars: OrderedDictionary<CalendarName, WorkCalendar>
    public let clocks: OrderedDictionary<ClockName, ServiceClock>
    public let automations: OrderedDictionary<AutomationName, Automation>
    /// What outside systems tell.
    public let events: OrderedDictionary<EventName, InboundEvent>

    public init(
        calendars: OrderedDictionary<CalendarName, WorkCalendar> = [:],
        clocks: OrderedDictionary<ClockName, ServiceClock> = [:],
        automations: OrderedDictionary<AutomationName, Automation> = [:],
        events: OrderedDictionary<EventName, InboundEvent> = [:]
    ) {
        self.events = events
        self.calendars = calendars
        self.clocks = clocks
        self.automations = automations
    }
}
