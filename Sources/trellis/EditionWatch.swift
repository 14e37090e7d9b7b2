// SPDX-License-Identifier: Apache-2.0
import Logging
import ServiceLifecycle
import Services
import Storage

/// Takes editions that other processes apply while the server runs.
struct EditionWatch: Service {
    /// Writes never wait for it: what comes with an older edition is refused by the database and asked again.
    private static let pause = Duration.milliseconds(250)

    let workspace: Workspace

    func run() async throws {
        let logger = Logger(label: "trellis.editions")
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: Self.pause)
                do {
                    guard try workspace.follow() else { continue }
                    let number = workspace.model.current.edition ?? 0
                    logger.info("another edition is in force", metadata: ["number": "\(number)"])
                } catch {
                    logger.error("the edition cannot be followed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
