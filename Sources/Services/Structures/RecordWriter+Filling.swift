// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
import Values

// What the engine keeps of records, worked out when a plan is applied.
extension RecordWriter {
    /// - Parameter accepting: Whether records that do not fit are passed over; otherwise the plan is refused.
    func fill(structure name: String, accepting: Bool) throws {
        guard let (kind, own) = StructureKind.parts(of: name) else { return }
        switch kind {
        case .reservation: try fillReservations(ReservationName(own), accepting: accepting)
        case .history: try fillHistory(own)
        }
    }

    func forget(structure name: String) throws {
        guard let (kind, own) = StructureKind.parts(of: name) else { return }
        switch kind {
        case .reservation: try forgetReservations(ReservationName(own))
        case .history: try forgetHistory(own)
        }
    }
}
