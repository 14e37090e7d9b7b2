// SPDX-License-Identifier: Apache-2.0

/// Three numbers, such as 1.0.0; missing ones are zero.
struct PackVersion: Sendable, Comparable, CustomStringConvertible {
    let numbers: [Int]

    /// Nil unless the text is one to three numbers with points between them.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = parts.compactMap(\.self)
        guard (1...3).contains(parts.count), numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        self.numbers = numbers + Array(repeating: 0, count: 3 - numbers.count)
    }

    /// The version of a pack that names none.
    static let none = PackVersion(numbers: [0, 0, 0])

    private init(numbers: [Int]) { self.numbers = numbers }

    static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }

    var description: String { numbers.map(String.init).joined(separator: ".") }

    /// The first version that counts the number at a place up.
    func next(at place: Int) -> PackVersion {
        PackVersion(numbers: numbers.prefix(place) + [numbers[place] + 1] + Array(repeating: 0, count: 2 - place))
    }
}

/// Which versions of a pack will do: `^1.2`, `~1.2.3`, `1.2.3`, `>=1.0 <2.0` or `*`.
struct VersionRange: Sendable, CustomStringConvertible {
    /// The first version that will do.
    let lowest: PackVersion?
    /// The first version that will not do any more.
    let end: PackVersion?
    let description: String

    /// Nil for any other text.
    init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard !words.isEmpty else { return nil }
        var (lowest, end): (PackVersion?, PackVersion?)
        for word in words {
            switch word {
            case "*": break
            case _ where word.hasPrefix(">="): lowest = PackVersion(word.dropFirst(2))
            case _ where word.hasPrefix("<"): end = PackVersion(word.dropFirst())
            case _ where word.hasPrefix("^"):
                // The first number that is not zero promises: 0.3 to 0.4 may break as 1 to 2 does.
                lowest = PackVersion(word.dropFirst())
                end = lowest.map { $0.next(at: $0.numbers[0] > 0 ? 0 : 1) }
            case _ where word.hasPrefix("~"):
                lowest = PackVersion(word.dropFirst())
                end = lowest?.next(at: 1)
            default:
                lowest = PackVersion(word)
                end = lowest?.next(at: 2)
            }
            guard word == "*" || lowest != nil || end != nil else { return nil }
        }
        (self.lowest, self.end) = (lowest, end)
        description = words.joined(separator: " ")
    }

    func contains(_ version: PackVersion) -> Bool {
        (lowest.map { $0 <= version } ?? true) && (end.map { version < $0 } ?? true)
    }
}
