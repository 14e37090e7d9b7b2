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

    private static let receivers = [
        ServiceSchema.Parameter(name: "user", type: "Edm.Guid"), .init(name: "team", type: "Edm.Guid"),
        .init(name: "role", type: "Edm.String"),
    ]

    static func share(_ language: Language) -> ServiceSchema.Operation {
        ServiceSchema.Operation(
            name: "share",
            label: Label(english: "Share with a person, team or role", chinese: "共享给个人、团队或角色")[language],
            parameters: receivers + [
                .init(name: "level", type: "Edm.String"), .init(name: "until", type: "Edm.DateTimeOffset"),
                .init(name: "note", type: "Edm.String"),
            ])
    }

    static func unshare(_ language: Language) -> ServiceSchema.Operation {
        ServiceSchema.Operation(
            name: "unshare", label: Label(english: "Take a share back", chinese: "取消共享")[language],
            parameters: receivers)
    }

    static func reveal(_ language: Language) -> ServiceSchema.Operation {
        ServiceSchema.Operation(
            name: "reveal",
            label: Label(english: "Ask for a covered value; it is logged", chinese: "查看被遮盖的值（记入日志）")[language],
            parameters: [
                .init(name: "field", type: "Edm.String", isNullable: false), .init(name: "reason", type: "Edm.String"),
            ], returns: "Edm.String", isOfRecord: false)
    }
}
