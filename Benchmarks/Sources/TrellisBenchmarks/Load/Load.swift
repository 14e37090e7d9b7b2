// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// What a number of connections met that sent requests one behind the other for some seconds.
struct LoadResult {
    let requests: Int
    let seconds: Double
    /// Sorted, in seconds.
    let latencies: [Double]
    /// Answers that were no 2xx, by status.
    let failures: [Int: Int]

    var perSecond: Double { Double(requests) / seconds }
    var p50: Double { percentile(0.50) }
    var p99: Double { percentile(0.99) }

    func percentile(_ share: Double) -> Double {
        latencies.isEmpty ? .nan : latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
    }
}

/// Sends requests over so many connections, each from a thread of its own, until the time is up or all turns are taken.
///
/// - Parameter make: The next request of a connection: its number, and how many it has sent.
func load(
    port: Int, connections: Int, seconds: Double = 3600, turns: Int = .max,
    make: @escaping @Sendable (_ connection: Int, _ turn: Int) -> [UInt8]
) throws -> LoadResult {
    struct Share {
        var latencies: [Double] = []
        var failures: [Int: Int] = [:]
        var broken: String?
    }
    let shares = Mutex<[Share]>([])
    let opened = try (0..<connections).map { _ in UncheckedConnection(try Connection(port: port)) }
    let start = now()
    let end = start + seconds
    let threads = (0..<connections).map { number in
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            var share = Share()
            var turn = 0
            do {
                while now() < end, turn < turns {
                    let bytes = make(number, turn)
                    let began = now()
                    let answer = try opened[number].connection.send(bytes)
                    share.latencies.append(now() - began)
                    if !(200..<300).contains(answer.status) { share.failures[answer.status, default: 0] += 1 }
                    turn += 1
                }
            } catch {
                share.broken = "\(error)"
            }
            shares.withLock { $0.append(share) }
            done.signal()
        }
        thread.start()
        return done
    }
    for done in threads { done.wait() }
    let elapsed = now() - start
    let all = shares.withLock { $0 }
    if let broken = all.compactMap(\.broken).first { throw Connection.Failure(description: broken) }
    return LoadResult(
        requests: all.map(\.latencies.count).reduce(0, +), seconds: elapsed,
        latencies: all.flatMap(\.latencies).sorted(),
        failures: all.map(\.failures).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) })
}

/// Each is used by one thread alone.
private struct UncheckedConnection: @unchecked Sendable {
    let connection: Connection
    init(_ connection: Connection) { self.connection = connection }
}

/// Seconds of a clock that only goes forward.
func now() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
}
