// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Rings when something was written that may be followed by jobs, for whoever runs them.
public final class JobBell: Sendable {
    private let listeners = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])

    init() {}

    func ring() {
        listeners.withLock { listeners in
            for listener in listeners.values { listener.yield() }
        }
    }

    /// An element for one or more rings since the last one was taken, and one after each pause, because another process
    /// may have written as well. The first comes at once.
    public func rings(pause: Duration) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let key = listeners.withLock { listeners in
                let key = (listeners.keys.max() ?? 0) + 1
                listeners[key] = continuation
                return key
            }
            continuation.yield()
            let ticking = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: pause)
                    continuation.yield()
                }
            }
            continuation.onTermination = { [weak self] _ in
                ticking.cancel()
                self?.listeners.withLock { $0[key] = nil }
            }
        }
    }
}
