// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import GRDBSQLite
import Storage

extension Database {
    /// Runs reads that are interrupted when they have cost more than they may.
    func within<Result>(_ effort: Effort, _ body: () throws -> Result) throws -> Result {
        guard let allowed = effort.processorTime else { return try body() }
        let meter = Meter(end: processorTime() &+ allowed)
        let connection = sqliteConnection
        return try withExtendedLifetime(meter) {
            sqlite3_progress_handler(
                connection, Meter.period, { pointer in pointer.map(Meter.isSpent) == true ? 1 : 0 },
                Unmanaged.passUnretained(meter).toOpaque())
            defer { sqlite3_progress_handler(connection, 0, nil, nil) }
            return try body()
        }
    }
}

/// Knows when the time of a reading is up.
private final class Meter: Sendable {
    /// So many steps of the database’s machine lie between two looks at the clock: a fifth of a millisecond.
    static let period: Int32 = 20_000

    private let end: UInt64

    init(end: UInt64) { self.end = end }

    static func isSpent(_ pointer: UnsafeMutableRawPointer) -> Bool {
        processorTime() > Unmanaged<Meter>.fromOpaque(pointer).takeUnretainedValue().end
    }
}

/// Of this thread, in nanoseconds: what other threads do is no cost of a reading.
private func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
