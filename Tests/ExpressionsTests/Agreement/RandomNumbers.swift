// SPDX-License-Identifier: Apache-2.0

/// Numbers that look random and are the same for the same seed.
///
/// - Source: Steele, Lea, Flood, “Fast splittable pseudorandom number generators” (2014), the mixing function.
struct RandomNumbers {
    private var state: UInt64

    /// Seeds beside one another have to begin far apart: each number is one step further on the same way.
    init(seed: UInt64) { state = Self.mixed(seed &* 0x9E37_79B9_7F4A_7C15) }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Int(Self.mixed(state) % UInt64(bound))
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True in one of so many times.
    mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
