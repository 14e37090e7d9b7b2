// SPDX-License-Identifier: Apache-2.0

/// A query that is asked again and again, so that a store writes its statement once and knows it by its identity.
public final class PreparedQuery: Sendable {
    public let query: RecordQuery
    /// Asked about one record at a time, whose key is given when it is asked.
    public let isByKey: Bool

    public init(_ query: RecordQuery, isByKey: Bool = false) {
        self.query = query
        self.isByKey = isByKey
    }
}
