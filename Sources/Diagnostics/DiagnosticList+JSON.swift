// SPDX-License-Identifier: Apache-2.0
import Foundation

extension DiagnosticList {
    /// The findings, sorted, as a JSON array of objects with id, severity, message, file, line and column.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(sorted()) else { return "[]" }
        return String(decoding: data, as: UTF8.self)
    }
}
