// SPDX-License-Identifier: Apache-2.0

/// How long a change holds the write lock.
///
/// **Source**: measured on 300,000 rows of 20 columns in a SQLite file with write-ahead log and full synchronisation,
/// on two shared cores of a server of 2025; in microseconds a row: counting 0.1, an index 0.8, an update without an
/// index 1.2 and with one 3.0, a value read, converted and written back 2.9, an entry of the history 3.3, a search entry
/// 2.2. What runs through the record engine (computed fields, totals) is taken as one record written by a person, 60.
/// A statement that changes the structure takes 3 to 4 milliseconds.
enum LockEstimate {
    static func milliseconds(_ change: SchemaChange, records: Int) -> Int {
        let microseconds = perStatement(change) + Double(records) * perRecord(change)
        return Int((microseconds / 1000).rounded(.up))
    }

    private static func perStatement(_ change: SchemaChange) -> Double {
        switch change {
        case .createEngineTable, .remakeEngineTable, .createTable, .createSearchTable: 4000
        case .addColumn, .addSortColumn, .createIndex, .dropIndex: 3000
        case .renameEntity, .renameField, .rebuildSearch, .fillSortKeys, .convertField, .replaceOption, .renameOption,
            .replaceFlag, .fillDefault, .recompute, .computeStanding, .buildTree, .fillStructure, .dropStructure,
            .dropStanding, .requireField,
            .relaxField,
            .limitField, .addRule, .detachField, .attachField, .detachEntity, .attachEntity:
            100
        }
    }

    private static func perRecord(_ change: SchemaChange) -> Double {
        switch change {
        case .createIndex(_, _, _, let isUnique): isUnique ? 0.9 : 0.8
        case .rebuildSearch: 2.2
        case .fillSortKeys, .convertField: 2.9
        case .renameOption, .replaceFlag, .fillDefault: 3
        // The record, its place in the board's index, and an entry of its history.
        case .replaceOption: 6.3
        case .recompute, .computeStanding, .fillStructure: 60
        // About four entries for each record.
        case .buildTree: 12
        case .renameEntity, .remakeEngineTable: 1.2
        case .requireField, .limitField: 0.1
        case .addRule: 1
        case .createEngineTable, .createTable, .addColumn, .addSortColumn, .dropIndex, .createSearchTable,
            .dropStanding, .dropStructure, .relaxField, .detachField, .attachField, .detachEntity, .attachEntity,
            .renameField:
            0
        }
    }
}
