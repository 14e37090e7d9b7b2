// SPDX-License-Identifier: Apache-2.0
public import Expressions
public import Storage

/// Editions in memory, gone when nobody holds them any more; a copy costs milliseconds.
public struct SQLiteMemory: ScratchStores {
    private let functions: FunctionTable
    private let calendar: CalendarSettings

    /// - Parameter calendar: The zone of local days; its moment is not used.
    public init(functions: FunctionTable, calendar: CalendarSettings) {
        self.functions = functions
        self.calendar = calendar
    }

    public func empty() throws -> any Store { try SQLiteStore(inMemory: functions, calendar, like: nil) }

    public func copy(of store: any Store) throws -> any Store {
        guard let store = store as? SQLiteStore else { throw StoreError.unsupported("a copy of another kind of store") }
        return try SQLiteStore(inMemory: functions, calendar, like: store)
    }
}
