// SPDX-License-Identifier: Apache-2.0
import Expressions
public import Values

/// What a plugin does for automations, as packs name it: `<call action="sms.send">`.
public struct ActionForm: Sendable {
    /// Something that the action has to know, or may.
    public struct Parameter: Sendable {
        public let name: String
        public let label: Label
        public let type: ValueType
        public let isRequired: Bool

        public init(_ name: String, _ label: Label, _ type: ValueType, isRequired: Bool = true) {
            self.name = name
            self.label = label
            self.type = type
            self.isRequired = isRequired
        }
    }

    public let name: ActionName
    public let label: Label
    public let parameters: [Parameter]

    public init(name: ActionName, label: Label, parameters: [Parameter]) {
        self.name = name
        self.label = label
        self.parameters = parameters
    }
}
