// SPDX-License-Identifier: Apache-2.0

/// How many records a pack will deliver of an entity, compared with what it delivered before.
///
/// Fields that people changed since keep their values; how many those are is only known when the plan is applied.
public struct SeedDelivery: Sendable, Codable, Hashable {
    public let pack: String
    public let entity: String
    /// Records that it delivers for the first time.
    public let new: Int
    /// Records of which it delivers something else.
    public let changed: Int
    /// Records that it delivers no more; they stay.
    public let left: Int

    public init(pack: String, entity: String, new: Int, changed: Int, left: Int) {
        self.pack = pack
        self.entity = entity
        self.new = new
        self.changed = changed
        self.left = left
    }

    /// Nothing is delivered.
    public var isEmpty: Bool { new == 0 && changed == 0 && left == 0 }

    /// The delivery as a line of a plan.
    var text: String {
        var parts: [String] = []
        if new > 0 { parts.append("\(new) new") }
        if changed > 0 { parts.append("\(changed) changed, where people left what was delivered") }
        if left > 0 { parts.append("\(left) no longer delivered, which stay") }
        return "  ~ \(entity) from \(pack): \(parts.joined(separator: "; "))"
    }
}
