// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildTimeRules() -> TimeRules { TimeRules(calendars: buildCalendars()) }
}
