// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

/// The service as an OpenAPI document, for programs and people that do not speak OData.
///
/// - Source: OpenAPI Specification 3.1.
struct OpenAPIDocument {
    let schema: ServiceSchema
    let root: String

    init(_ schema: ServiceSchema, root: String) {
        self.schema = schema
        self.root = root
    }

    var value: JSONValue {
        .object([
            "openapi": .text("3.1.0"), "info": info,
            "servers": .array([.object(["url": .text(String(root.dropLast()))])]),
            "security": .array([.object(["basic": .array([])]), .object(["token": .array([])])]),
            "tags": .array(
                schema.entityTypes.map { .object(["name": .text($0.name), "description": .text($0.pluralLabel)]) }),
            "paths": .object(servicePaths + schema.entityTypes.flatMap(paths)), "components": components,
        ])
    }

    func word(_ english: String, _ chinese: String) -> String {
        Label(english: english, chinese: chinese)[schema.language]
    }

    private var info: JSONValue {
        .object([
            "title": .text("Trellis"), "version": .text("1.0"),
            "description": .text(
                word(
                    "Records, stage moves and reports as an OData 4.01 service. What is listed is what your roles may see.",
                    "以 OData 4.01 服务提供记录、阶段移动和报表。仅列出您的角色可见的内容。")),
        ])
    }

    private var servicePaths: [JSONMember] {
        [
            path(
                "/",
                [
                    (
                        "get",
                        operation(
                            "service", word("Entity sets", "实体集"),
                            answers: ["200": json("#/components/schemas/ServiceDocument")])
                    )
                ]),
            path(
                "/$metadata",
                [
                    (
                        "get",
                        operation(
                            "metadata", word("The schema", "架构"),
                            answers: ["200": content("application/xml", .object(["type": .text("string")]))])
                    )
                ]),
            path(
                "/$batch",
                [
                    (
                        "post",
                        operation(
                            "batch", word("Several requests in one", "批量请求"),
                            body: .object(["$ref": .text("#/components/schemas/BatchRequest")]),
                            answers: ["200": json("#/components/schemas/BatchAnswer")])
                    )
                ]),
            path(
                "/reports",
                [
                    (
                        "get",
                        operation("reports", word("Reports", "报表"), answers: ["200": json("#/components/schemas/Rows")])
                    )
                ]),
            path(
                "/reports/{report}",
                [
                    (
                        "get",
                        operation(
                            "report", word("The groups of a report", "报表的分组结果"), parameters: ["report", "filter"],
                            answers: ["200": json("#/components/schemas/Rows")], refusals: ["403"])
                    )
                ]),
        ]
            + [("metrics", word("Metrics", "指标")), ("goals", word("Goals", "目标"))].map { name, label in
                path(
                    "/\(name)",
                    [("get", operation(name, label, answers: ["200": json("#/components/schemas/Rows")]))])
            } + [events]
    }

    /// What outside systems tell; the same key is taken once.
    private var events: JSONMember {
        let text = JSONValue.object(["type": .text("string")])
        let body = JSONValue.object([
            "type": .text("object"), "additionalProperties": .boolean(false),
            "properties": .object(["event": text, "key": text, "values": .object(["type": .text("object")])]),
            "required": .texts(["event", "key"]),
        ])
        let list = operation(
            "events", word("Events that may be told", "可上报的事件"), answers: ["200": json("#/components/schemas/Rows")])
        let tell = operation(
            "events.tell", word("Tell an event", "上报事件"), body: body,
            answers: ["200": content("application/json", .object(["type": .text("object")]))], refusals: ["422"])
        return path("/events", [("get", list), ("post", tell)])
    }

    func path(_ path: String, _ operations: [(String, JSONValue)], parameters: [JSONValue] = []) -> JSONMember {
        let shared = parameters.isEmpty ? [] : [JSONMember(name: "parameters", value: .array(parameters))]
        return JSONMember(
            name: path, value: .object(shared + operations.map { JSONMember(name: $0.0, value: $0.1) }))
    }

    func json(_ reference: String) -> JSONValue { content("application/json", .object(["$ref": .text(reference)])) }

    /// An answer with a body.
    func content(_ type: String, _ schema: JSONValue, headers: [JSONMember] = []) -> JSONValue {
        .object([
            "description": .text("OK"), "headers": headers.isEmpty ? nil : .object(headers),
            "content": .object([JSONMember(name: type, value: .object(["schema": schema]))]),
        ])
    }

    /// - Parameter answers: Beside those that every operation may give.
    func operation(
        _ id: String, _ summary: String, tag: String? = nil, parameters: [String] = [], body: JSONValue? = nil,
        isBodyNeeded: Bool = true, answers: KeyValuePairs<String, JSONValue>, refusals: [String] = []
    ) -> JSONValue {
        let common = ["400", "401", "404", "406", "414", "429", "431", "501", "503"]
        let statuses = Set(common + refusals + (body == nil ? [] : ["413", "415"])).sorted()
        let refused = statuses.map {
            JSONMember(name: $0, value: .object(["$ref": .text("#/components/responses/Refused")]))
        }
        return .object([
            "operationId": .text(id), "summary": .text(summary), "tags": tag.map { .texts([$0]) },
            "parameters": parameters.isEmpty
                ? nil : .array(parameters.map { .object(["$ref": .text("#/components/parameters/\($0)")]) }),
            "requestBody": body.map {
                .object([
                    "required": .boolean(isBodyNeeded),
                    "content": .object([JSONMember(name: "application/json", value: .object(["schema": $0]))]),
                ])
            },
            "responses": .object(answers.map { JSONMember(name: $0.key, value: $0.value) } + refused),
        ])
    }
}
