// SPDX-License-Identifier: Apache-2.0

/// Why a plan is of yesterday.
public enum Staleness: Hashable, Sendable {
    /// The structure or the edition of the database is another one.
    case database
    /// The packs are not those that the plan was made with.
    case packs
    /// A step would take something from more records than it said; what it does, and both numbers.
    case records(String, planned: Int, now: Int)
}
