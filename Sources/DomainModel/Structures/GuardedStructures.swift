// SPDX-License-Identifier: Apache-2.0
public import OrderedCollections
public import Values

/// What a model keeps whole whoever writes at the same time: what one record at a time may hold, balances, and
/// facts of periods.
public struct GuardedStructures: Sendable {
    public let reservations: OrderedDictionary<ReservationName, Reservation>
    public let ledgers: OrderedDictionary<LedgerName, Ledger>
    public let snapshots: OrderedDictionary<SnapshotName, Snapshot>

    public init(
        reservations: OrderedDictionary<ReservationName, Reservation> = [:],
        ledgers: OrderedDictionary<LedgerName, Ledger> = [:],
        snapshots: OrderedDictionary<SnapshotName, Snapshot> = [:]
    ) {
        self.snapshots = snapshots
        self.reservations = reservations
        self.ledgers = ledgers
    }
}
