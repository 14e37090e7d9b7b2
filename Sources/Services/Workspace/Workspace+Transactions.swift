// SPDX-License-Identifier: Apache-2.0
import Storage

// Writes of a model that was replaced meanwhile are done on the new one: a writer that waited for an apply to end must
// neither fail nor write where records no longer stand.
extension Workspace {
    /// Runs the writes of a request. The body may run again, with a request of the model applied since.
    func write<Result: Sendable>(
        _ invocation: Invocation,
        _ body: @escaping @Sendable (Request, any WriteTransaction) throws -> Result
    ) async throws -> Result {
        let result = try await onNewestModel(invocation.environment) { environment in
            let request = Request(self, invocation.on(environment))
            return try await self.store.write(environment) { try body(request, $0) }
        }
        bell.ring()
        return result
    }

    /// Runs writes of the engine's own tables.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await onNewestModel(model.current) { try await self.store.write($0, body) }
    }

    private func onNewestModel<Result: Sendable>(
        _ environment: StoreEnvironment, _ attempt: (StoreEnvironment) async throws -> Result
    ) async throws -> Result {
        var environment = environment
        while true {
            do {
                return try await attempt(environment)
            } catch StoreError.editionChanged {
                try follow()
                let newest = model.current
                guard newest !== environment else { throw StoreError.editionChanged }
                environment = newest
            }
        }
    }
}
