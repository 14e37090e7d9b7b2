// SPDX-License-Identifier: Apache-2.0

/// The limits of sign-ins: by user name, so that one password cannot be guessed, and by client address, so that one client
/// cannot try a few passwords on everyone.
struct SignInLimits: Sendable {
    private let addresses: AttemptLimit
    private let names: AttemptLimit

    /// An office shares one address, and many of its people mistype in the morning.
    init(perAddress: Int = 60, perName: Int = 8) {
        addresses = AttemptLimit(attempts: perAddress, memory: .seconds(300))
        names = AttemptLimit(attempts: perName, memory: .seconds(60))
    }

    /// Takes an attempt of both; false if either has none left.
    func take(name: String, address: String) -> Bool {
        guard addresses.take(address) else { return false }
        return names.take(Self.key(name))
    }

    func succeeded(name: String, address: String) {
        names.forget(Self.key(name))
        addresses.giveBack(address)
    }

    /// Names are compared without regard to case and kept short, however long what was sent.
    private static func key(_ name: String) -> String { String(name.lowercased().prefix(100)) }
}
