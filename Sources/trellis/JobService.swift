// SPDX-License-Identifier: Apache-2.0
import Logging
import ServiceLifecycle
import Services
import Storage

/// Does the jobs that become due while the server runs, and those that became due while none did.
struct JobService: Service {
    /// Writes of this process wake it at once; those of others, and the passing of time, are looked for this often.
    private static let pause = Duration.seconds(1)

    let workspace: Workspace

    func run() async throws {
        let logger = Logger(label: "trellis.jobs")
        await cancelWhenGracefulShutdown {
            for await _ in workspace.bell.rings(pause: Self.pause) {
                do {
                    try await workspace.runDueJobs(until: workspace.clock.now())
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("jobs could not be run", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
