// SPDX-License-Identifier: Apache-2.0
import DomainModel
import NIOCore
import OrderedCollections
import Services
import Values

// What programs read first: the entity sets there are, and what is in them.
extension Call {
    /// `GET /`
    func serviceDocument() -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{\"@odata.context\":")
        body.writeJSON("\(root)$metadata")
        body.writeName("value")
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
        return .json(body)
    }

    /// `GET /$metadata`
    func metadata() throws -> APIAnswer {
        let entities = readableEntities
        var document = SchemaDocument(
            readable: Set(entities.map(\.entity.name)), pipelines: Array(invocation.model.pipelines.values),
            language: invocation.language)
        document.write(entities)
        return .text(document.text, type: "application/xml")
    }

    func openAPI() -> APIAnswer { .empty() }
}
