// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
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

    public static let random = IdentifierSource { instant in
        var generator = SystemRandomNumberGenerator()
        return RecordID(at: instant, random: (generator.next(), generator.next()))
    }
}
