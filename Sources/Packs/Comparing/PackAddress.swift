// SPDX-License-Identifier: Apache-2.0

/// Where something stands in a pack, by what it is called and not by its line: `entity Account, field name`.
public struct PackAddress: Hashable, Sendable, Codable, CustomStringConvertible {
    /// An element on the way.
    public struct Step: Hashable, Sendable, Codable {
        /// The element as it is written, such as `field` or `extend-field`.
        public let kind: String
        /// Its id, or what else it is known by; empty where there is only one of its kind.
        public let name: String

        public init(_ kind: String, _ name: String) {
            self.kind = kind
            self.name = name
        }
    }

    /// From the outermost inwards; none for the pack itself.
    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// The same place inside of an element here.
    public func appending(_ step: Step) -> PackAddress { PackAddress(steps + [step]) }

    /// The definition that is meant, whichever layer defines or changes it: `extend-field name` means `field name`.
    public var definition: PackAddress {
        PackAddress(steps.map { Step(Extension.all[$0.kind]?.target ?? $0.kind, $0.name) })
    }

    public var description: String {
        guard !steps.isEmpty else { return "pack" }
        return steps.map { $0.name.isEmpty ? $0.kind : "\($0.kind) \($0.name)" }.joined(separator: ", ")
    }
}
