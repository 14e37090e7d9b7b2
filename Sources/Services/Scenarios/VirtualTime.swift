// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Values

/// A clock that stands still until a scenario moves it, and keys that are the same every time.
final class VirtualTime: Sendable {
    private struct State {
        var now: Instant
        var keys: UInt64 = 0
    }

    private let state: Mutex<State>

    init(_ now: Instant) { state = Mutex(State(now: now)) }

    var now: Instant { state.withLock { $0.now } }

    func move(to moment: Instant) { state.withLock { $0.now = moment } }

    /// - Parameter offset: Of local time from UTC, in seconds.
    func clock(_ offset: @escaping @Sendable (Instant) -> Int) -> WorkspaceClock {
        WorkspaceClock(now: { self.now }, offset: offset)
    }

    /// Each key behind the ones made before it, as long as time does not run backwards.
    var identifiers: IdentifierSource {
        IdentifierSource { moment in
            self.state.withLock { state in
                state.keys += 1
                return RecordID(at: moment, random: (0, state.keys))
            }
        }
    }
}
