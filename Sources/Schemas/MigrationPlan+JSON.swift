// SPDX-License-Identifier: Apache-2.0
import Foundation

extension MigrationPlan {
    /// The plan as JSON, the same text for the same plan; ``init(json:)`` reads it back.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
