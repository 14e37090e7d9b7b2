// SPDX-License-Identifier: Apache-2.0
import Testing

/// One story for each part of a pack's life, told with the commands that an integrator has; the pages in which
/// administrators do the same stand in `Tests/Browser/test_setup.py`.
@Suite("The life of a pack, as an integrator lives it")
struct PackLifeTests {
    let desk: IntegratorDesk

    init() throws { desk = try IntegratorDesk() }

    /// Applies packs of the desk, which has to go well.
    func apply(_ packs: String...) async {
        let answer = await desk.trellis(["apply"] + packs + ["--database", desk.database])
        #expect(answer.code == 0, "\(answer.output)\(answer.errors)")
    }
}
