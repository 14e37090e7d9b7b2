// SPDX-License-Identifier: Apache-2.0
public import OrderedCollections
public import Values

/// What a model says about time: when a company works.
public struct TimeRules: Sendable {
    public let calendars: OrderedDictionary<CalendarName, WorkCalendar>

    public init(calendars: OrderedDictionary<CalendarName, WorkCalendar> = [:]) {
        self.calendars = calendars
    }
}
