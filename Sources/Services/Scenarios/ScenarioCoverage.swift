// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import DomainModel

/// Which parts of packs the scenarios touched, and which none did.
public struct ScenarioCoverage: Sendable {
    /// The parts of one kind.
    public struct Part: Sendable {
        public let name: String
        public let label: Label
        public let count: Int
        /// In the order of the model.
        public let untouched: [CoverageKind.Point]

        public var touched: Int { count - untouched.count }
    }

    /// Of kinds of which the packs have any.
    public let parts: [Part]

    /// - Parameter folders: Those of the packs that are asked about; nil for everything in the model.
    public init(_ results: [ScenarioResult], of model: Model, in folders: [String]?) {
        parts = CoverageKind.all.compactMap { kind in
            let points = kind.points(model).filter { point in
                folders?.contains { point.range.file.hasPrefix($0 + "/") } ?? true
            }
            guard !points.isEmpty else { return nil }
            let touched = results.reduce(into: Set<String>()) { $0.formUnion($1.touched[kind.name] ?? []) }
            return Part(
                name: kind.name, label: kind.label, count: points.count,
                untouched: points.filter { !touched.contains($0.name) })
        }
    }

    /// Of all parts together, rounded down, so that 100 means all of them.
    public var percent: Int { Self.percent(parts.map(\.touched).reduce(0, +), of: parts.map(\.count).reduce(0, +)) }

    static func percent(_ touched: Int, of count: Int) -> Int { count == 0 ? 100 : touched * 100 / count }
}

extension ScenarioCoverage.Part {
    /// Rounded down.
    public var percent: Int { ScenarioCoverage.percent(touched, of: count) }
}
