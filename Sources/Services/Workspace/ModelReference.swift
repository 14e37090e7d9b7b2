// SPDX-License-Identifier: Apache-2.0
public import Storage
import Synchronization

/// The model in force with its place in the database. Readers take one snapshot per request and pass it on.
public final class ModelReference: Sendable {
    private let environment: Mutex<StoreEnvironment>

    public init(_ environment: StoreEnvironment) { self.environment = Mutex(environment) }

    public var current: StoreEnvironment { environment.withLock { $0 } }

    /// Switches to another model; requests under way go on with the one they took.
    public func replace(with environment: StoreEnvironment) {
        self.environment.withLock { $0 = environment }
    }
}
