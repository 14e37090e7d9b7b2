// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Values

/// The people behind the tokens seen in the last seconds, so that a busy program costs no look-up for each request.
final class ActorCache: Sendable {
    private struct Entry {
        let actor: Actor
        let until: Instant
    }

    private static let lifetime: Int64 = 5_000_000
    private static let capacity = 10_000

    private let entries = Mutex<[String: Entry]>([:])

    func actor(_ key: String, at now: Instant) -> Actor? {
        entries.withLock { entries in
            guard let entry = entries[key], entry.until > now else { return nil }
            return entry.actor
        }
    }

    func keep(_ actor: Actor, for key: String, at now: Instant) {
        let until = Instant(microseconds: now.microseconds + Self.lifetime)
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[key] = Entry(actor: actor, until: until)
        }
    }

    /// Drops everything: a token was revoked or a person's roles changed.
    func forget() { entries.withLock { $0.removeAll() } }
}
