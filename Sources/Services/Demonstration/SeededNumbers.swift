// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same for the same seed.
///
/// - Source: SplitMix64 (Steele, Lea, Flood: “Fast splittable pseudorandom number generators”, 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// - Parameter parts: What tells one sequence from another, such as a seed and the number of a record.
    init(_ parts: UInt64...) {
        state = 0
        for part in parts {
            state ^= part
            state = next()
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to 1, the latter not included.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
