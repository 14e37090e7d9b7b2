// SPDX-License-Identifier: Apache-2.0

/// The name most like one that is unknown, if any is alike enough to be meant; for “did you mean”.
///
/// - Complexity: Linear in the number of names; each is given up as soon as it differs too much.
public func closest(to unknown: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(unknown.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    var limit = min(4, max(1, wanted.count / 3))
    var best: String?
    for name in names {
        guard abs(name.unicodeScalars.count - wanted.count) <= limit else { continue }
        let candidate = Array(name.lowercased().unicodeScalars)
        guard let distance = editDistance(wanted, candidate, atMost: limit) else { continue }
        if distance == 0 { return name }
        // Only a name that is closer still may take its place.
        best = name
        limit = distance - 1
    }
    return best
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other; nil if they are more.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    let far = limit + 1
    var older = [Int](repeating: far, count: right.count + 1)
    var previous = (0...right.count).map { min($0, far) }
    var current = older
    for row in 0..<left.count {
        // Beyond this band around the diagonal the distance is above the limit.
        let band = max(0, row - limit)..<max(0, min(right.count, row + limit + 1))
        for column in current.indices { current[column] = far }
        current[0] = min(row + 1, far)
        for column in band {
            var best = min(previous[column + 1], current[column]) + 1
            best = min(best, previous[column] + (left[row] == right[column] ? 0 : 1))
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, older[column - 1] + 1)
            }
            current[column + 1] = min(best, far)
        }
        guard current.contains(where: { $0 <= limit }) else { return nil }
        (older, previous, current) = (previous, current, older)
    }
    return previous[right.count] <= limit ? previous[right.count] : nil
}
