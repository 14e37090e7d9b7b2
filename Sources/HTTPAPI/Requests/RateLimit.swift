// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Values

/// How many requests one caller may make: a bucket of tokens that fills at a steady rate.
public struct RateLimit: Sendable, Hashable {
    /// Requests that may come at once.
    public let burst: Int
    /// Requests a second in the long run.
    public let perSecond: Int

    public init(burst: Int, perSecond: Int) {
        self.burst = max(1, burst)
        self.perSecond = max(1, perSecond)
    }

    /// Enough for a program that reads whole sets page by page, too little for one that runs wild.
    public static let standard = RateLimit(burst: 1000, perSecond: 500)
    /// For all callers together that show no valid credentials.
    static let strangers = RateLimit(burst: 100, perSecond: 20)
}

/// The buckets of all callers. There are as many as there are users, so that their memory is bounded.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Instant
    }

    private let limit: RateLimit?
    private let buckets = Mutex<[RecordID: Bucket]>([:])
    private let strangers = Mutex<Bucket?>(nil)

    init(_ limit: RateLimit?) { self.limit = limit }

    /// Takes a token of a user's bucket.
    ///
    /// - Returns: Nil if there was one, else the seconds until there will be.
    func wait(for user: RecordID, at now: Instant) -> Int? {
        guard let limit else { return nil }
        return buckets.withLock { buckets in
            var bucket = buckets[user] ?? Bucket(tokens: Double(limit.burst), filledAt: now)
            defer { buckets[user] = bucket }
            return Self.take(from: &bucket, limit, now)
        }
    }

    /// Takes more tokens for a request that was let in, even ones that are not there yet: later requests wait for them.
    func charge(_ count: Int, to user: RecordID, at now: Instant) {
        guard let limit, count > 0 else { return }
        buckets.withLock {
            $0[user, default: Bucket(tokens: Double(limit.burst), filledAt: now)].tokens -= Double(count)
        }
    }

    /// Takes a token of the bucket that all unknown callers share.
    func waitForStranger(at now: Instant) -> Int? {
        strangers.withLock { shared in
            var bucket = shared ?? Bucket(tokens: Double(RateLimit.strangers.burst), filledAt: now)
            defer { shared = bucket }
            return Self.take(from: &bucket, .strangers, now)
        }
    }

    private static func take(from bucket: inout Bucket, _ limit: RateLimit, _ now: Instant) -> Int? {
        let seconds = Double(max(0, now.microseconds - bucket.filledAt.microseconds)) / 1_000_000
        bucket.tokens = min(Double(limit.burst), bucket.tokens + seconds * Double(limit.perSecond))
        bucket.filledAt = now
        guard bucket.tokens < 1 else {
            bucket.tokens -= 1
            return nil
        }
        return max(1, Int(((1 - bucket.tokens) / Double(limit.perSecond)).rounded(.up)))
    }
}
