// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// How many sign-ins that fail one key – a user name, a client address – may try in a while.
///
/// An attempt counts before its password is checked, so that many at once are no way around; one that succeeds is taken
/// back. Keys are the sender's choice, so there is room for a fixed number of them: when it is full, the one that has
/// been quiet longest makes place.
final class AttemptLimit: Sendable {
    private struct Entry {
        var count: Int
        var last: ContinuousClock.Instant
    }

    /// Attempts that a key has within the time.
    private let attempts: Int
    /// After so long without an attempt that was let in, a key begins anew.
    private let memory: Duration
    private let capacity: Int
    private let entries = Mutex<[String: Entry]>([:])

    init(attempts: Int, memory: Duration, capacity: Int = 10_000) {
        self.attempts = attempts
        self.memory = memory
        self.capacity = capacity
    }

    /// Takes an attempt, if the key has one left.
    func take(_ key: String, at now: ContinuousClock.Instant = .now) -> Bool {
        entries.withLock { entries in
            if let entry = entries[key], now - entry.last < memory {
                guard entry.count < attempts else { return false }
                entries[key] = Entry(count: entry.count + 1, last: now)
                return true
            }
            if entries[key] == nil, entries.count >= capacity { Self.makeRoom(in: &entries, before: now - memory) }
            entries[key] = Entry(count: 1, last: now)
            return true
        }
    }

    /// Takes one attempt back: the password was right.
    func giveBack(_ key: String) {
        entries.withLock { entries in
            guard let entry = entries[key] else { return }
            entries[key] = entry.count > 1 ? Entry(count: entry.count - 1, last: entry.last) : nil
        }
    }

    /// Forgets a key's attempts.
    func forget(_ key: String) { entries.withLock { $0[key] = nil } }

    /// How many keys are remembered.
    var count: Int { entries.withLock { $0.count } }

    private static func makeRoom(in entries: inout [String: Entry], before start: ContinuousClock.Instant) {
        let stale = entries.filter { $0.value.last < start }.keys
        for key in stale { entries[key] = nil }
        if stale.isEmpty, let oldest = entries.min(by: { $0.value.last < $1.value.last }) { entries[oldest.key] = nil }
    }
}
