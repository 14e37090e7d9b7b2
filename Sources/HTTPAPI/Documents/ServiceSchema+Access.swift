// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

// Operations by which people get records, as the schema tells them.
extension ServiceSchema.Operation {
    static func claim(_ language: Language) -> ServiceSchema.Operation {
        ServiceSchema.Operation(
            name: "claim", label: Label(english: "Claim from the pool", chinese: "从公海认领")[language], parameters: [])
    }

    static func release(_ language: Language) -> ServiceSchema.Operation {
        ServiceSchema.Operation(
            name: "release", label: Label(english: "Release to the pool", chinese: "释放回公海")[language], parameters: [])
    }
}
