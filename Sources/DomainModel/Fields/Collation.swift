// SPDX-License-Identifier: Apache-2.0

/// An order of texts that people of a locale expect.
public struct Collation: Sendable {
    /// Such as `zh`.
    public let locale: String
    /// Bytes that compare as the texts should.
    public let sortKey: @Sendable (String) -> [UInt8]

    public init(locale: String, sortKey: @escaping @Sendable (String) -> [UInt8]) {
        self.locale = locale
        self.sortKey = sortKey
    }
}
