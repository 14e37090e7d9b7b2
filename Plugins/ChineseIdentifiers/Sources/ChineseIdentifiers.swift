// SPDX-License-Identifier: Apache-2.0
public import PluginKit

/// Identifiers that Chinese industries share, and the order in which Chinese readers expect names.
public struct ChineseIdentifiers: Plugin {
    public init() {}

    public var name: String { "chinese-identifiers" }

    public func register(in registry: inout PluginRegistry) {
        registry.fieldTypes += [.residentID, .socialCreditCode, .mobile]
        registry.functions += [.residentBirthDate, .residentGender, .withCheck]
        registry.collations += [.pinyin].compactMap(\.self)
    }
}
