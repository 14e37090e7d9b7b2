// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

// The parts that paths refer to.
extension OpenAPIDocument {
    var components: JSONValue {
        .object([
            "schemas": .object(
                commonSchemas + schema.enumTypes.map(enumeration) + schema.entityTypes.flatMap(schemas)),
            "parameters": .object(parameters),
            "responses": .object([
                "Refused": content(
                    "application/json", .object(["$ref": .text("#/components/schemas/Error")]))
            ]),
            "securitySchemes": .object([
                "basic": .object([
                    "type": .text("http"), "scheme": .text("basic"),
                    "description": .text(word("User name and API token", "用户名和 API 令牌")),
                ]),
                "token": .object(["type": .text("http"), "scheme": .text("bearer")]),
            ]),
        ])
    }

    private func enumeration(_ type: ServiceSchema.EnumType) -> JSONMember {
        let labels = type.members.map { "\($0.name): \($0.label)" }.joined(separator: "; ")
        guard !type.isFlags else {
            return JSONMember(
                name: type.name,
                value: .object([
                    "type": .texts(["string", "null"]), "description": .text(labels),
                    "examples": .texts(type.members.prefix(1).map(\.name)),
                ]))
        }
        return JSONMember(
            name: type.name,
            value: .object([
                "type": .texts(["string", "null"]), "description": .text(labels),
                "enum": .array(type.members.map { .text($0.name) } + [.null]),
            ]))
    }

    private func schemas(_ type: ServiceSchema.EntityType) -> [JSONMember] {
        let name = type.name
        let read = type.properties.map { JSONMember(name: $0.name, value: propertySchema($0, isWritten: false)) }
        let written = type.properties.filter { !$0.isComputed && !$0.isImmutable }
        let values = written.map { JSONMember(name: $0.name, value: propertySchema($0, isWritten: true)) }
        let required = written.filter(\.isRequired).map(\.name)
        let item = JSONValue.object(["$ref": .text("#/components/schemas/\(name)")])
        return [
            JSONMember(
                name: name,
                value: .object([
                    "type": .text("object"), "title": .text(type.label), "properties": .object(read),
                ])),
            JSONMember(
                name: "\(name).page",
                value: .object([
                    "type": .text("object"), "required": .texts(["value"]),
                    "properties": .object([
                        "value": .object(["type": .text("array"), "items": item]),
                        "@odata.count": .object(["type": .texts(["integer", "string"])]),
                        "@odata.nextLink": .object(["type": .text("string")]),
                    ]),
                ])),
            JSONMember(
                name: "\(name).new",
                value: .object([
                    "type": .text("object"), "properties": .object(values), "additionalProperties": .boolean(false),
                    "required": required.isEmpty ? nil : .texts(required),
                ])),
            JSONMember(
                name: "\(name).change",
                value: .object([
                    "type": .text("object"), "properties": .object(values), "additionalProperties": .boolean(false),
                ])),
        ]
    }

    private func propertySchema(_ property: ServiceSchema.Property, isWritten: Bool) -> JSONValue {
        if property.type.hasPrefix("crm.") {
            return .object([
                "$ref": .text("#/components/schemas/\(property.type.dropFirst(4))"), "title": .text(property.label),
            ])
        }
        let (types, format) = jsonType(property.type)
        // What a program may leave empty when it writes is more than what may come back empty.
        let isNullable = property.isNullable && !(isWritten && property.isRequired)
        return .object([
            "type": .texts(types + (isNullable ? ["null"] : [])), "format": format.map(JSONValue.text),
            "title": .text(property.label), "description": property.help.map(JSONValue.text),
            "maxLength": isWritten ? property.maximumLength.map(JSONValue.integer) : nil,
            "minimum": isWritten ? number(property.minimum) : nil,
            "maximum": isWritten ? number(property.maximum) : nil,
            "readOnly": property.isComputed || property.isImmutable ? .boolean(true) : nil,
        ])
    }

    private func number(_ value: Value?) -> JSONValue? {
        switch value {
        case .integer, .decimal, .double: value.map { .number($0.json) }
        default: nil
        }
    }

    private func jsonType(_ type: String) -> ([String], String?) {
        switch type {
        case "Edm.Boolean": (["boolean"], nil)
        // Clients that cannot hold them ask for numbers as texts.
        case "Edm.Int64": (["integer"], "int64")
        case "Edm.Decimal": (["number"], "decimal")
        case "Edm.Double": (["number"], "double")
        case "Edm.Date": (["string"], "date")
        case "Edm.DateTimeOffset": (["string"], "date-time")
        case "Edm.Guid": (["string"], "uuid")
        case "Edm.Duration": (["string"], "duration")
        default: (["string"], nil)
        }
    }

    private var parameters: [JSONMember] {
        let text = JSONValue.object(["type": .text("string")])
        let number = JSONValue.object([
            "type": .text("integer"), "minimum": .integer(0), "maximum": .integer(.max),
        ])
        func option(_ name: String, _ schema: JSONValue, _ english: String, _ chinese: String, _ example: JSONValue?)
            -> JSONMember
        {
            parameter("$\(name)", key: name, in: "query", schema, word(english, chinese), example)
        }
        func expression(_ name: String) -> JSONValue {
            .object(["type": .text("string"), "format": .text("odata-\(name)")])
        }
        return [
            parameter(
                "id", key: "id", in: "path", .object(["type": .text("string"), "format": .text("uuid")]),
                word("The key of the record", "记录的键"), nil, isRequired: true),
            parameter(
                "report", key: "report", in: "path",
                .object(["type": .text("string"), "pattern": .text("^[A-Za-z_][A-Za-z0-9_]{0,60}$")]),
                word("The name of the report", "报表名称"), nil,
                isRequired: true),
            parameter(
                "If-Match", key: "ifMatch", in: "header", text,
                word("The tag of the version that you saw, or *", "所见版本的标签，或 *"), .text("*")),
            parameter(
                "Prefer", key: "prefer", in: "header", text,
                word("Such as return=representation", "例如 return=representation"), nil),
            option("filter", expression("filter"), "Which records", "筛选条件", .text("version gt 1")),
            option("search", expression("search"), "Words to find", "搜索词", nil),
            option("orderby", expression("orderby"), "Their order", "排序", .text("createdAt desc")),
            option("select", expression("select"), "Which properties", "所需属性", .text("id,version")),
            option("expand", expression("expand"), "Related records", "展开相关记录", nil),
            option(
                "compute", expression("compute"), "Properties to compute", "计算属性", .text("version mul 2 as doubled")),
            option("apply", expression("apply"), "Transformations", "聚合转换", .text("aggregate($count as total)")),
            option("top", number, "At most so many", "最多返回数量", .integer(10)),
            option("skip", number, "Pass over so many", "跳过数量", .integer(0)),
            option("count", .object(["type": .text("boolean")]), "Tell how many there are", "返回总数", nil),
            option(
                "format",
                .object([
                    "type": .text("string"),
                    "enum": .texts([
                        "json", "application/json;odata.metadata=none", "application/json;odata.metadata=full",
                    ]),
                ]),
                "The shape of the answer", "应答格式", nil),
        ]
    }

    private func parameter(
        _ name: String, key: String, in place: String, _ schema: JSONValue, _ description: String,
        _ example: JSONValue?,
        isRequired: Bool = false
    ) -> JSONMember {
        JSONMember(
            name: key,
            value: .object([
                "name": .text(name), "in": .text(place), "required": isRequired ? .boolean(true) : nil,
                "description": .text(description), "schema": schema, "example": example,
            ]))
    }

    private var commonSchemas: [JSONMember] {
        let text = JSONValue.object(["type": .text("string")])
        let anything = JSONValue.object(["type": .text("object")])
        let rows = JSONValue.object([
            "type": .text("object"), "required": .texts(["value"]),
            "properties": .object(["value": .object(["type": .text("array"), "items": anything])]),
        ])
        let revealed = JSONValue.object([
            "type": .text("object"), "required": .texts(["value"]),
            "properties": .object(["value": .object(["type": .texts(["string", "null"])])]),
        ])
        return [
            JSONMember(name: "Revealed", value: revealed), JSONMember(name: "Rows", value: rows),
            JSONMember(name: "ServiceDocument", value: rows),
            JSONMember(name: "Error", value: errorSchema(text)),
            JSONMember(
                name: "BatchRequest",
                value: .object([
                    "type": .text("object"), "required": .texts(["requests"]),
                    "properties": .object([
                        "requests": .object([
                            "type": .text("array"), "maxItems": .integer(Batch.longest),
                            "items": .object([
                                "type": .text("object"), "required": .texts(["id", "method", "url"]),
                                "properties": .object([
                                    "id": .object(["type": .text("string"), "minLength": .integer(1)]),
                                    "atomicityGroup": .object(["type": .texts(["string", "null"])]),
                                    "dependsOn": .object(["type": .texts(["array", "null"]), "items": text]),
                                    "method": .object([
                                        "type": .text("string"),
                                        "enum": .texts(["get", "post", "put", "patch", "delete"]),
                                    ]), "url": text,
                                    "headers": .object([
                                        "type": .texts(["object", "null"]), "additionalProperties": text,
                                    ]),
                                    "body": .object([:] as KeyValuePairs<String, JSONValue?>),
                                ]),
                            ]),
                        ])
                    ]),
                ])),
            JSONMember(
                name: "BatchAnswer",
                value: .object([
                    "type": .text("object"), "required": .texts(["responses"]),
                    "properties": .object(["responses": .object(["type": .text("array"), "items": anything])]),
                ])),
        ]
    }

    private func errorSchema(_ text: JSONValue) -> JSONValue {
        let place = JSONValue.object(["type": .text("integer")])
        let facts = JSONValue.object([
            "type": .text("object"),
            "description": .text(
                word(
                    "What the message tells, for programs: of code reserved the reservation, holder, until, from and to; "
                        + "of pool.protected owner and until; of pool.limit limit. What the asker may not know is missing.",
                    "消息内容的结构化数据：reserved 有 reservation、holder、until、from、to；pool.protected 有 owner、until；"
                        + "pool.limit 有 limit。调用者无权知道的内容不出现。")),
            "additionalProperties": .object(["type": .texts(["string", "number", "boolean"])]),
        ])
        let detail = JSONValue.object([
            "type": .text("object"), "required": .texts(["code", "message"]),
            "properties": .object([
                "code": text, "message": text, "target": .object(["type": .texts(["string", "null"])]),
                "@crm.facts": facts, "@crm.offset": place, "@crm.length": place,
            ]),
        ])
        return .object([
            "type": .text("object"), "required": .texts(["error"]),
            "properties": .object([
                "error": .object([
                    "type": .text("object"), "required": .texts(["code", "message"]),
                    "properties": .object([
                        "code": text, "message": text, "target": .object(["type": .texts(["string", "null"])]),
                        "details": .object(["type": .text("array"), "items": detail]), "@crm.offset": place,
                        "@crm.length": place,
                    ]),
                ])
            ]),
        ])
    }
}
