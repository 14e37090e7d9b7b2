// SPDX-License-Identifier: Apache-2.0
import Crypto
import DomainModel
import FoundationEssentials
import HTTPTypes
import NIOCore
import OrderedCollections
import Services
import Values

// What programs read first: the entity sets there are, and what is in them.
extension Call {
    /// `GET /`
    func serviceDocument() -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{")
        if format.metadata != .none {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON("\(root)$metadata")
            body.writeStaticString(",")
        }
        body.writeName("value", isFirst: true)
        body.writeJSONArray(readableEntities) { body, item in
            body.writeStaticString("{\"name\":")
            body.writeJSON(item.entity.name.rawValue)
            body.writeName("title")
            body.writeJSON(item.entity.pluralLabel[invocation.language])
            body.writeStaticString(",\"kind\":\"EntitySet\",\"url\":")
            body.writeJSON(item.entity.name.rawValue)
            body.writeStaticString("}")
        }
        body.writeStaticString("}")
        return .json(body, headers: formatHeaders)
    }

    /// `GET /$metadata`: XML unless the client takes nothing but JSON.
    ///
    /// `Prefer: include-annotations="-*"` keeps labels and capabilities away, `"Core.*"` all but those of Core.
    func metadata() throws -> APIAnswer {
        let preference = Call.preference("include-annotations", in: headers)
        let filter = preference.map(AnnotationFilter.init)
        let isJSON = try wantsJSONSchema()
        let version = try ProtocolVersion(headers)
        let document = document("metadata \(isJSON) \(version.rawValue) \(preference ?? "all")") {
            guard isJSON else { return ServiceSchema(self).xml(version, filter) }
            let schema = ServiceSchema(self).json()
            return (filter.map(schema.filtered) ?? schema).json
        }
        if let wanted = options["schemaversion"], wanted != "*", wanted != document.version {
            throw APIError(
                .notFound, "unknownSchemaVersion", "The schema has the version \(document.version).",
                "当前架构版本为 \(document.version)。", target: "$schemaversion")
        }
        var answer = answer(document, type: isJSON ? "application/json" : "application/xml")
        answer.headers[.vary] = "Accept, Accept-Language, OData-MaxVersion, Prefer"
        if let preference {
            let name = version == .v40 ? "odata.include-annotations" : "include-annotations"
            answer.headers[.preferenceApplied] = "\(name)=\"\(preference)\""
        }
        return answer
    }

    /// `GET /openapi.json`
    func openAPI() -> APIAnswer {
        answer(
            document("openapi") { OpenAPIDocument(ServiceSchema(self), root: root).value.json },
            type: "application/json")
    }

    private func answer(_ document: SchemaDocument, type: String) -> APIAnswer {
        let headers: HTTPFields = [.eTag: "\"\(document.version)\"", .cacheControl: "private, no-cache"]
        if let known = self.headers[.ifNoneMatch], known == "*" || known.contains("\"\(document.version)\"") {
            return APIAnswer(status: .notModified, headers: headers)
        }
        var answer = APIAnswer.text(document.text, type: type, headers: headers)
        answer.headers[.cacheControl] = "private, no-cache"
        return answer
    }

    /// - Source: the standard wants XML for `*/*`; clients that list JSON first still read XML.
    private func wantsJSONSchema() throws -> Bool {
        if let format = options["format"]?.lowercased() {
            if format == "xml" || format == "application/xml" { return false }
            _ = try AnswerFormat(format: format, headers: [:])
            return true
        }
        let accepted = headers[values: .accept].joined(separator: ",").lowercased()
        guard !accepted.allSatisfy({ $0 == " " }), !accepted.contains("xml"), !accepted.contains("*/*"),
            !accepted.contains("application/*")
        else { return false }
        _ = try AnswerFormat(format: nil, headers: headers)
        return true
    }

    /// A document made once for all who may see the same of the same model.
    private func document(_ kind: String, _ make: () -> String) -> SchemaDocument {
        let key = SchemaDocuments.Key(
            model: ObjectIdentifier(invocation.model), roles: invocation.actor.roles,
            isEngine: invocation.actor.isEngine, language: invocation.language, kind: kind)
        return forms.documents.document(key, invocation.model, make)
    }
}
