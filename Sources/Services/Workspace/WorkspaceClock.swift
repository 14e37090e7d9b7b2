// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
public import Values

/// What time it is and where, passed in so that a scenario can let 61 days go by.
public struct WorkspaceClock: Sendable {
    public let now: @Sendable () -> Instant
    /// The offset of local time from UTC in seconds at a moment.
    public let offset: @Sendable (Instant) -> Int

    public init(now: @escaping @Sendable () -> Instant, offset: @escaping @Sendable (Instant) -> Int) {
        self.now = now
        self.offset = offset
    }

    /// The machine's clock, in China Standard Time (UTC+8, no daylight saving since 1991).
    public static let system = WorkspaceClock(
        now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
        offset: { _ in 8 * 3600 })
}

/// Where keys and secrets come from, passed in so that tests are the same every time.
public struct IdentifierSource: Sendable {
    public let next: @Sendable (Instant) -> RecordID

    public init(next: @escaping @Sendable (Instant) -> RecordID) { self.next = next }

    /// Random keys, each behind the ones made before it, so that what happened later sorts later also within a moment.
    ///
    /// - Source: RFC 9562 §6.2, method 2: the random bits are counted up while the millisecond is the same.
    public static let random: IdentifierSource = {
        let last = Mutex(RecordID(high: 0, low: 0))
        return IdentifierSource { instant in
            last.withLock { last in
                let start = RecordID(at: instant, random: (0, 0))
                if start.high >> 16 > last.high >> 16 {
                    var generator = SystemRandomNumberGenerator()
                    last = RecordID(at: instant, random: (generator.next(), generator.next() >> 2))
                } else {
                    last = last.next
                }
                return last
            }
        }
    }()
}

extension RecordID {
    /// The key behind this one, of the same millisecond unless its random bits are used up.
    fileprivate var next: RecordID {
        guard low == 0xBFFF_FFFF_FFFF_FFFF else { return RecordID(high: high, low: low + 1) }
        let carried = high & 0xFFF == 0xFFF ? (high >> 16 + 1) << 16 | 0x7000 : high + 1
        return RecordID(high: carried, low: 0x8000_0000_0000_0000)
    }
}
