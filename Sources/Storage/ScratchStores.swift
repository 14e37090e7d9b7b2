// SPDX-License-Identifier: Apache-2.0

/// Makes databases that are for one use, such as that of a scenario.
public protocol ScratchStores: Sendable {
    /// A database that holds nothing.
    func empty() throws -> any Store
    /// A database that holds what one of these holds now; neither knows of the other from then on.
    func copy(of store: any Store) throws -> any Store
}
