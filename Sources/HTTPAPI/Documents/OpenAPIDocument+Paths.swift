// SPDX-License-Identifier: Apache-2.0
import Values

// The paths of one entity.
extension OpenAPIDocument {
    func paths(_ type: ServiceSchema.EntityType) -> [JSONMember] {
        let name = type.name
        let list = [
            "filter", "search", "orderby", "select", "expand", "compute", "apply", "top", "skip", "count", "format",
        ]
        var many: [(String, JSONValue)] = [
            (
                "get",
                operation(
                    "\(name).list", type.pluralLabel, tag: name, parameters: list + ["prefer"],
                    answers: ["200": json("#/components/schemas/\(name).page")])
            )
        ]
        if type.canCreate {
            many.append(
                (
                    "post",
                    operation(
                        "\(name).create", word("Add: \(type.label)", "新建：\(type.label)"), tag: name,
                        parameters: ["select", "expand", "format", "prefer"],
                        body: .object(["$ref": .text("#/components/schemas/\(name).new")]),
                        answers: ["201": record(type), "204": empty], refusals: ["403", "422"])
                ))
        }
        let counted = operation(
            "\(name).count", word("How many", "数量"), tag: name, parameters: ["filter", "search"],
            answers: ["200": content("text/plain", .object(["type": .text("integer"), "minimum": .integer(0)]))])
        return [path("/\(name)", many), path("/\(name)/$count", [("get", counted)]), one(type)]
            + type.navigations.map { relation($0, of: type) } + type.operations.map { action($0, of: type) }
            + (type.operations.contains { $0.name == "move" } ? [moves(of: type)] : [])
            + (type.operations.contains { $0.name == "merge" } ? [mergeProposals(of: type)] : [])
            + (type.operations.contains { $0.name == "approve" } ? [approvals(of: type)] : [])
            + (type.operations.contains { $0.name == "share" } ? [shares(of: type)] : [])
    }

    private func mergeProposals(of type: ServiceSchema.EntityType) -> JSONMember {
        let get = operation(
            "\(type.name).mergeProposals", word("Pairs that are probably the same", "可能重复的记录"), tag: type.name,
            parameters: ["top"], answers: ["200": json("#/components/schemas/Rows")], refusals: ["403"])
        return path("/\(type.name)/crm.mergeProposals", [("get", get)])
    }

    private var empty: JSONValue { .object(["description": .text("OK"), "headers": .object([tagHeader])]) }

    private var tagHeader: JSONMember {
        JSONMember(name: "ETag", value: .object(["schema": .object(["type": .text("string")])]))
    }

    private func record(_ type: ServiceSchema.EntityType) -> JSONValue {
        content(
            "application/json", .object(["$ref": .text("#/components/schemas/\(type.name)")]), headers: [tagHeader])
    }

    private var key: [JSONValue] { [.object(["$ref": .text("#/components/parameters/id")])] }

    private func one(_ type: ServiceSchema.EntityType) -> JSONMember {
        let name = type.name
        var operations: [(String, JSONValue)] = [
            (
                "get",
                operation(
                    "\(name).read", type.label, tag: name, parameters: ["select", "expand", "compute", "format"],
                    answers: ["200": record(type), "304": unchanged])
            )
        ]
        if type.canUpdate {
            operations.append(
                (
                    "patch",
                    operation(
                        "\(name).change", word("Change, or add under this key", "修改，或以此键新建"), tag: name,
                        parameters: ["ifMatch", "prefer", "select", "expand", "format"],
                        body: .object(["$ref": .text("#/components/schemas/\(name).change")]),
                        answers: ["200": record(type), "201": record(type), "204": empty],
                        refusals: ["403", "412", "422", "428"])
                ))
            operations.append(
                (
                    "put",
                    operation(
                        "\(name).replace", word("Replace, or add under this key", "替换，或以此键新建"), tag: name,
                        parameters: ["ifMatch", "prefer", "select", "expand", "format"],
                        body: .object(["$ref": .text("#/components/schemas/\(name).new")]),
                        answers: ["200": record(type), "201": record(type), "204": empty],
                        refusals: ["403", "412", "422", "428"])
                ))
        }
        if type.canDelete {
            operations.append(
                (
                    "delete",
                    operation(
                        "\(name).delete", word("Put into the recycle bin", "移入回收站"), tag: name,
                        parameters: ["ifMatch"], answers: ["204": .object(["description": .text("OK")])],
                        refusals: ["403", "412", "422", "428"])
                ))
        }
        return path("/\(name)({id})", operations, parameters: key)
    }

    private var unchanged: JSONValue { .object(["description": .text("Not modified")]) }

    private func relation(
        _ navigation: ServiceSchema.Navigation, of type: ServiceSchema.EntityType
    ) -> JSONMember {
        let id = "\(type.name).\(navigation.name)"
        let get =
            navigation.isCollection
            ? operation(
                id, navigation.label, tag: type.name,
                parameters: ["filter", "search", "orderby", "select", "top", "skip", "count", "format", "prefer"],
                answers: ["200": json("#/components/schemas/\(navigation.target).page")])
            : operation(
                id, navigation.label, tag: type.name, parameters: ["select", "format"],
                answers: [
                    "200": json("#/components/schemas/\(navigation.target)"),
                    "204": .object(["description": .text("–")]),
                    "304": unchanged,
                ])
        guard navigation.isCollection, let target = schema.entityTypes.first(where: { $0.name == navigation.target }),
            target.canCreate
        else { return path("/\(type.name)({id})/\(navigation.name)", [("get", get)], parameters: key) }
        // The record behind the path fills the property that refers to it, so nothing is named as required here.
        let post = operation(
            "\(id).create", word("Add: \(target.label)", "新建：\(target.label)"), tag: type.name,
            parameters: ["select", "expand", "format", "prefer"],
            body: .object(["$ref": .text("#/components/schemas/\(target.name).change")]),
            answers: ["201": record(target), "204": empty], refusals: ["403", "422"])
        return path("/\(type.name)({id})/\(navigation.name)", [("get", get), ("post", post)], parameters: key)
    }

    private func action(
        _ action: ServiceSchema.Operation, of type: ServiceSchema.EntityType
    ) -> JSONMember {
        let needed = action.parameters.filter { !$0.isNullable }.map(\.name)
        let body = JSONValue.object([
            "type": .text("object"), "additionalProperties": .boolean(false),
            "properties": .object(action.parameters.map { JSONMember(name: $0.name, value: parameterType($0.type)) }),
            "required": needed.isEmpty ? nil : .texts(needed),
        ])
        let headers = action.isOfRecord ? ["ifMatch", "prefer"] : []
        let answers: KeyValuePairs<String, JSONValue> =
            action.returns == nil
            ? ["200": record(type), "204": empty] : ["200": json("#/components/schemas/Revealed")]
        let post = operation(
            "\(type.name).\(action.name)", action.label, tag: type.name, parameters: headers, body: body,
            isBodyNeeded: !needed.isEmpty, answers: answers,
            refusals: ["403", "412", "422", "428"])
        return path("/\(type.name)({id})/crm.\(action.name)", [("post", post)], parameters: key)
    }

    private func parameterType(_ type: String) -> JSONValue {
        switch type {
        case "Edm.Guid": .object(["type": .text("string"), "format": .text("uuid")])
        case "Edm.DateTimeOffset": .object(["type": .text("string"), "format": .text("date-time")])
        case "Collection(Edm.String)":
            .object(["type": .text("array"), "items": .object(["type": .text("string")])])
        default: .object(["type": .text("string")])
        }
    }

    private func approvals(of type: ServiceSchema.EntityType) -> JSONMember {
        let get = operation(
            "\(type.name).approvals", word("Approvals that were asked for", "已申请的审批"), tag: type.name,
            answers: ["200": json("#/components/schemas/Rows")])
        return path("/\(type.name)({id})/crm.approvals()", [("get", get)], parameters: key)
    }

    private func shares(of type: ServiceSchema.EntityType) -> JSONMember {
        let get = operation(
            "\(type.name).shares", word("With whom it is shared", "共享给谁"), tag: type.name,
            answers: ["200": json("#/components/schemas/Rows")])
        return path("/\(type.name)({id})/crm.shares()", [("get", get)], parameters: key)
    }

    private func moves(of type: ServiceSchema.EntityType) -> JSONMember {
        let get = operation(
            "\(type.name).moves", word("Stages that can be entered now", "当前可进入的阶段"), tag: type.name,
            answers: ["200": json("#/components/schemas/Rows")])
        return path("/\(type.name)({id})/crm.moves()", [("get", get)], parameters: key)
    }
}
