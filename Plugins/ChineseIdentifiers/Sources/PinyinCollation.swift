// SPDX-License-Identifier: Apache-2.0
import DomainModel
import ICUCollation
import Synchronization

extension Collation {
    /// Chinese texts by their pronunciation; nil if ICU lacks the order.
    ///
    /// - Source: Unicode CLDR, collation `pinyin` of the locale `zh`. A character with several readings has one place.
    static let pinyin: Collation? = PinyinCollator().map { collator in
        Collation(locale: "zh", sortKey: collator.sortKey)
    }
}

/// ICU's collator, which one thread may use at a time.
private final class PinyinCollator: Sendable {
    private let collator: Mutex<OpaquePointer>

    init?() {
        guard let pointer = trellis_collator_open("zh-u-co-pinyin") else { return nil }
        collator = Mutex(pointer)
    }

    @Sendable func sortKey(_ text: String) -> [UInt8] {
        let units = Array(text.utf16)
        return collator.withLock { pointer in
            var buffer = [UInt8](repeating: 0, count: units.count * 6 + 32)
            let count = Int(
                trellis_collator_sort_key(pointer, units, Int32(units.count), &buffer, Int32(buffer.count)))
            if count > buffer.count {
                buffer = [UInt8](repeating: 0, count: count + 1)
                _ = trellis_collator_sort_key(pointer, units, Int32(units.count), &buffer, Int32(buffer.count))
            }
            return Array(buffer.prefix(count))
        }
    }
}
