// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import Values

/// A place where a newer version of a pack and a layer above it want different things.
///
/// Three values tell what happened: what the pack said when the layer was written, what it says now, and what the layer
/// says.
public struct UpgradeConflict: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// The pack changed an attribute or text that the layer changes as well.
        case changed
        /// The pack took away what the layer changes.
        case removed
        /// The pack adds what the layer had added.
        case added
    }

    /// Whose word counts.
    public enum Take: String, Hashable, Sendable, Codable, CaseIterable {
        /// What the layer says stays in force.
        case layer
        /// What the pack says now; the layer's word is passed over, and stays in its source.
        case vendor
    }

    public let kind: Kind
    /// The layer above.
    public let layer: PackName
    /// The pack that has a newer version.
    public let vendor: PackName
    /// What it is about, such as `entity Account, field grade`.
    public let address: String
    /// The attribute or text, such as `required` or `label zh-Hans`; nil for the whole element.
    public let attribute: String?
    /// What the pack said before; nil for nothing, and for whole elements.
    public let before: String?
    public let vendorValue: String?
    public let layerValue: String?
    public let layerRange: SourceRange
    /// Nil where the pack says nothing any more.
    public let vendorRange: SourceRange?
    /// What was decided; nil if nobody did.
    public internal(set) var take: Take?

    /// With a null for each value that is not there, so that people see where to write.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(layer, forKey: .layer)
        try container.encode(vendor, forKey: .vendor)
        try container.encode(address, forKey: .address)
        try container.encode(attribute, forKey: .attribute)
        try container.encode(before, forKey: .before)
        try container.encode(vendorValue, forKey: .vendorValue)
        try container.encode(layerValue, forKey: .layerValue)
        try container.encode(layerRange, forKey: .layerRange)
        try container.encode(vendorRange, forKey: .vendorRange)
        try container.encode(take, forKey: .take)
    }

    /// What can be chosen: what is gone cannot be kept.
    public var choices: [Take] { kind == .removed ? [.vendor] : [.layer, .vendor] }
}

/// What was decided of a conflict, kept with the edition so that nobody is asked twice.
///
/// It counts as long as the layer and the pack say what they said then.
public struct UpgradeDecision: Hashable, Sendable, Codable {
    public let layer: PackName
    public let vendor: PackName
    public let address: String
    public let attribute: String?
    public let vendorValue: String?
    public let layerValue: String?
    public let take: UpgradeConflict.Take

    public init(_ conflict: UpgradeConflict, take: UpgradeConflict.Take) {
        layer = conflict.layer
        vendor = conflict.vendor
        address = conflict.address
        attribute = conflict.attribute
        vendorValue = conflict.vendorValue
        layerValue = conflict.layerValue
        self.take = take
    }

    func isAbout(_ conflict: UpgradeConflict) -> Bool {
        layer == conflict.layer && address == conflict.address && attribute == conflict.attribute
            && vendorValue == conflict.vendorValue && layerValue == conflict.layerValue
    }
}

/// How conflicts are decided that come up when packs are read.
public struct UpgradeChoice: Sendable {
    public var decided: [UpgradeDecision]
    /// For every conflict that nothing else decides; nil to ask.
    public var otherwise: UpgradeConflict.Take?

    public init(decided: [UpgradeDecision] = [], otherwise: UpgradeConflict.Take? = nil) {
        self.decided = decided
        self.otherwise = otherwise
    }

    func take(_ conflict: UpgradeConflict) -> UpgradeConflict.Take? {
        let take = decided.last { $0.isAbout(conflict) }?.take ?? otherwise
        return take.flatMap { conflict.choices.contains($0) ? $0 : nil }
    }
}
