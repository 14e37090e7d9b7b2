// SPDX-License-Identifier: Apache-2.0
public import Values

/// What a database remembers of an edition that was applied to it.
public struct AppliedEdition: Sendable, Equatable {
    public let at: Instant
    /// Such as `core 1.0.0, shop 2.1.0`.
    public let packs: String
    /// Every text that the model was made of, so that it can be made again; JSON, known to whoever makes models.
    public let texts: String
    /// The file that holds the database as it was before; nil if none was written.
    public let backup: String?

    public init(at: Instant, packs: String, texts: String, backup: String? = nil) {
        self.at = at
        self.packs = packs
        self.texts = texts
        self.backup = backup
    }
}
