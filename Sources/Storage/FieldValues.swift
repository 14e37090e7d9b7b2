// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
public import Values

/// The values of a record's fields, each at its field's place in the entity: what records and drafts hold.
public struct FieldValues: Sendable {
    private let places: [FieldName: Int]
    private var values: [Value]

    /// No values: every field is null.
    public init(of entity: Entity) {
        places = entity.places
        values = Array(repeating: .null, count: entity.fields.count)
    }

    /// The given values; names that the entity does not have are left out.
    public init(of entity: Entity, _ given: [FieldName: Value]) {
        self.init(of: entity)
        for (name, value) in given { self[name] = value }
    }

    /// The value of a field; null if it has none, or if there is no such field.
    public subscript(field: FieldName) -> Value {
        get { places[field].map { values[$0] } ?? .null }
        set { if let place = places[field] { values[place] = newValue } }
    }

    /// The value at a field's place, see ``Entity/places``.
    public subscript(place: Int) -> Value {
        get { values[place] }
        set { values[place] = newValue }
    }
}

/// A set of fields of one entity, by their places.
public struct FieldSet: Sendable, Hashable {
    private var words: [UInt64]

    public init() { words = [] }

    public init(_ places: some Sequence<Int>) {
        words = []
        for place in places { insert(place) }
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    public mutating func insert(_ place: Int) {
        while words.count <= place >> 6 { words.append(0) }
        words[place >> 6] |= 1 << UInt64(place & 63)
    }

    public func contains(_ place: Int) -> Bool {
        place >> 6 < words.count && words[place >> 6] >> UInt64(place & 63) & 1 == 1
    }

    public func isSubset(of other: FieldSet) -> Bool {
        words.enumerated().allSatisfy { index, word in
            word & ~(index < other.words.count ? other.words[index] : 0) == 0
        }
    }

    public func isDisjoint(with other: FieldSet) -> Bool {
        zip(words, other.words).allSatisfy { $0 & $1 == 0 }
    }

    /// The places in rising order.
    public var places: [Int] {
        var places: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                places.append(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return places
    }
}
