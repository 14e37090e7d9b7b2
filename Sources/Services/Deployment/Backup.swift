// SPDX-License-Identifier: Apache-2.0

/// Whether the database is copied before it is changed.
public enum Backup: Sendable, Equatable {
    case none
    /// It is, and the copies of so many editions are kept.
    case kept(Int)

    /// What an installation does unless it is told otherwise.
    public static let standard = Backup.kept(3)
}
