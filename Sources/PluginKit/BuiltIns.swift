// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions

/// The product's own field types and functions, registered through the door that plugins use.
struct BuiltIns: Plugin {
    var name: String { "built-in" }

    func register(in registry: inout PluginRegistry) {
        registry.fieldTypes += FieldType.builtIn
        registry.functions += FunctionDefinition.standard
    }
}
