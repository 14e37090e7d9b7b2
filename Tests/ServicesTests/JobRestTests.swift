// SPDX-License-Identifier: Apache-2.0
import Services
import Synchronization
import Testing

@Suite("Coming to rest")
struct JobRestTests {
    @Test("looking for jobs where none is due writes nothing, so that whoever waits for writes goes on waiting")
    func rest() async throws {
        let edition = try await TestEdition.make(repairDesk)
        _ = try await edition.workspace.runDueJobs(until: edition.workspace.clock.now())
        let rings = Mutex(0)
        let bell = edition.workspace.bell.rings(pause: .seconds(3600))
        let listening = Task {
            for await _ in bell { rings.withLock { $0 += 1 } }
        }
        while rings.withLock({ $0 }) == 0 { await Task.yield() }
        let before = rings.withLock { $0 }
        for _ in 0..<20 { _ = try await edition.workspace.runDueJobs(until: edition.workspace.clock.now()) }
        for _ in 0..<1000 { await Task.yield() }
        #expect(rings.withLock { $0 } == before)
        listening.cancel()
    }
}
