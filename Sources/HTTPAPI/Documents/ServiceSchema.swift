// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Services
import Values

/// What the service offers to one asker: types, their relations, operations and sets, before it is written as XML, JSON
/// or OpenAPI. Nothing is in it that the asker may not read.
///
/// - Source: OData CSDL 4.01.
struct ServiceSchema: Sendable {
    struct Member: Sendable {
        let name: String
        let number: UInt64
        let label: String
    }

    struct EnumType: Sendable {
        let name: String
        let isFlags: Bool
        let members: [Member]
    }

    struct Property: Sendable {
        let name: String
        /// Such as `Edm.Decimal` or `crm.Account_kind`.
        let type: String
        let label: String
        var help: String?
        var isNullable = true
        /// Kept or computed by the engine; ignored in what clients send.
        var isComputed = false
        /// Given when the record is added, and never changed by writing it.
        var isImmutable = false
        var isRequired = false
        var maximumLength: Int?
        var scale: Int?
        var minimum: Value?
        var maximum: Value?
    }

    struct Navigation: Sendable {
        let name: String
        let target: String
        let label: String
        let isCollection: Bool
        /// The navigation back, as far as the asker sees it.
        let partner: String?
        /// The property that holds the key of the record behind it.
        let reference: String?
    }

    struct EntityType: Sendable {
        let name: String
        let label: String
        let pluralLabel: String
        let properties: [Property]
        let navigations: [Navigation]
        let alternateKeys: [[String]]
        let operations: [Operation]
        let canCreate: Bool
        let canUpdate: Bool
        let canDelete: Bool
        let isSearchable: Bool
    }

    struct Parameter: Sendable {
        let name: String
        let type: String
        var isNullable = true
    }

    /// An action or function that is bound to a record.
    struct Operation: Sendable {
        let name: String
        let label: String
        var isFunction = false
        let parameters: [Parameter]
        /// The type of what it gives back, if that is not the record.
        var returns: String?
        /// Whether it changes the record that it is bound to, and takes its tag.
        var isOfRecord = true
    }

    let enumTypes: [EnumType]
    let entityTypes: [EntityType]
    let language: Language
}
