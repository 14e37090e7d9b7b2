// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

extension Checker {
    func call(
        _ written: String, _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        let lowered = written.lowercased()
        let name = FunctionName(lowered.hasPrefix("crm.") ? String(lowered.dropFirst(4)) : lowered)
        if name == "cast" { return try cast(arguments, whole) }
        if name == .visited { return try visited(arguments, whole) }
        if name == "previous", scope.type(ofAlias: "old") == .entity(entity) { return try previous(arguments, whole) }
        if name == asOfFunction { return try asOf(arguments, whole) }
        guard let function = functions[name] else {
            if scope.type(of: FieldName(written), in: entity) != nil {
                throw ExpressionError(
                    .unsupported, at: whole.offset, length: whole.length,
                    "“\(written)” is a field; a key in parentheses is not supported here.",
                    "“\(written)”是字段，此处不支持括号中的键。")
            }
            let names = functions.names.map(\.rawValue) + ["case", "cast", asOfFunction.rawValue]
            let hint =
                foreignFunctions[name.rawValue].map(Wording.write)
                ?? closest(to: name.rawValue, among: names).map(Wording.meant)
            throw ExpressionError(
                .unknownFunction, at: whole.offset, length: written.unicodeScalars.count,
                "There is no function “\(written)”.", "没有函数“\(written)”。", hint: hint)
        }
        if name == FunctionDefinition.under.name { return try under(function, arguments, whole) }
        let ordered = try order(arguments, of: function, whole)
        let nodes = try check(ordered, of: function, whole)
        let literals: [Value?] = nodes.map { if case .literal(let value, _) = $0 { value } else { nil } }
        if let refusal = function.refusal(literals) {
            throw ExpressionError(.outOfRange, at: whole.offset, length: whole.length, refusal)
        }
        let (types, signature) = (nodes.map(\.type), matching(nodes.map(\.type), function))
        guard let signature else { throw wrongArgument(types, ordered, function, whole) }
        return .call(name, nodes, type: signature.result)
    }

    /// The arguments in the order of the parameters; nil where an optional one is missing.
    func order(
        _ arguments: [ParsedExpression.Argument], of function: FunctionDefinition, _ whole: ParsedExpression
    ) throws(ExpressionError) -> [ParsedExpression?] {
        let isNamed = !function.parameterNames.isEmpty
        var ordered: [ParsedExpression?] = isNamed ? function.parameterNames.map { _ in nil } : []
        for argument in arguments {
            guard let name = argument.name, isNamed else {
                guard argument.name == nil, !isNamed else { throw wrongCount(function, whole) }
                ordered.append(argument.value)
                continue
            }
            guard let index = function.parameterNames.firstIndex(of: name), ordered[index] == nil else {
                throw wrongCount(function, whole)
            }
            ordered[index] = argument.value
        }
        while let last = ordered.last, last == nil { ordered.removeLast() }
        let counts = function.signatures.flatMap { ($0.parameters.count - $0.optional)...$0.parameters.count }
        guard counts.contains(ordered.count), !ordered.contains(where: { $0 == nil }) || isNamed else {
            throw wrongCount(function, whole)
        }
        return ordered
    }

    private func check(
        _ ordered: [ParsedExpression?], of function: FunctionDefinition, _ whole: ParsedExpression
    ) throws(ExpressionError) -> [TypedNode] {
        var nodes: [TypedNode] = []
        for (index, argument) in ordered.enumerated() {
            guard let argument else {
                nodes.append(.literal(.null, .null))
                continue
            }
            if case .offsetInstant = argument.node, datePartFunctions.contains(function.name) {
                throw ExpressionError(
                    .offsetNotNormalized, at: argument.offset, length: argument.length,
                    "The parts of a moment are those of UTC; this one has another offset.",
                    "时刻的各部分按 UTC 计算，而此处使用了其他时差。",
                    hint: Wording("Write the moment in UTC, with Z.", "请用 UTC 写时刻，以 Z 结尾。"))
            }
            let expected = function.signatures.lazy.compactMap {
                $0.parameters.count > index ? $0.parameters[index] : nil
            }
            .first
            let node = try typed(argument, as: expected ?? .null)
            try refuseCollection(node, at: argument.offset)
            nodes.append(node)
        }
        return nodes
    }

    private func matching(_ types: [ValueType], _ function: FunctionDefinition) -> FunctionDefinition.Signature? {
        let fitting = function.signatures.filter { signature in
            types.count <= signature.parameters.count && types.count >= signature.parameters.count - signature.optional
        }
        return fitting.first { zip(types, $0.parameters).allSatisfy { $0 == $1 || $0 == .null } }
            ?? fitting.first { zip(types, $0.parameters).allSatisfy { commonType($0, $1) == $1 } }
    }

    func wrongCount(_ function: FunctionDefinition, _ whole: ParsedExpression) -> ExpressionError {
        ExpressionError(
            .wrongArgumentCount, at: whole.offset, length: whole.length,
            "The arguments do not fit \(usage(function)).",
            "参数与 \(usage(function).chinese) 不符。",
            hint: Wording("Write “\(usage(function))”.", "请写作“\(usage(function).chinese)”。"))
    }

    private func wrongArgument(
        _ types: [ValueType], _ arguments: [ParsedExpression?], _ function: FunctionDefinition,
        _ whole: ParsedExpression
    ) -> ExpressionError {
        for (index, type) in types.enumerated() {
            let possible = function.signatures.compactMap { $0.parameters.count > index ? $0.parameters[index] : nil }
            guard let argument = arguments[index], let wanted = possible.first,
                !possible.contains(where: { commonType(type, $0) == $0 })
            else { continue }
            return ExpressionError(
                .typeMismatch, at: argument.offset, length: argument.length,
                "\(function.name) needs \(describe(wanted)) here, not \(describe(type)).",
                "\(function.name) 在此处需要\(describe(wanted).chinese)，而不是\(describe(type).chinese)。",
                hint: mismatch(wanted, type, at: 0, length: 0).hint)
        }
        return ExpressionError(
            .typeMismatch, at: whole.offset, length: whole.length, "The arguments do not fit \(usage(function)).",
            "参数与 \(usage(function).chinese) 不符。")
    }

    private func usage(_ function: FunctionDefinition) -> Wording {
        let words = (function.signatures.first?.parameters ?? []).enumerated().map { index, type in
            guard index < function.parameterNames.count else { return describe(type) }
            return Wording("\(function.parameterNames[index])=…", "\(function.parameterNames[index])=…")
        }
        return Wording(
            "\(function.name)(\(words.map(\.english).joined(separator: ", ")))",
            "\(function.name)(\(words.map(\.chinese).joined(separator: ", ")))")
    }

    /// `previous(field)`: the value before a change, where expressions know one.
    private func previous(
        _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        guard arguments.count == 1, let argument = arguments.first, argument.name == nil,
            case .path(let path) = try check(argument.value), path.root == .record, !path.segments.isEmpty
        else {
            throw ExpressionError(
                .wrongArgumentCount, at: whole.offset, length: whole.length, "previous needs a field of the record.",
                "previous 需要该记录的一个字段。", hint: .write("previous(amount)"))
        }
        return .path(TypedPath(root: .alias("old"), rootType: .entity(entity), segments: path.segments))
    }

    private func cast(
        _ arguments: [ParsedExpression.Argument], _ whole: ParsedExpression
    ) throws(ExpressionError) -> TypedNode {
        guard arguments.count != 1 else {
            throw ExpressionError(
                .unsupported, at: whole.offset, length: whole.length, "A record cannot be cast.",
                "记录不能转换类型。", hint: .write("cast(value,Edm.String)"))
        }
        guard arguments.count == 2 else {
            throw ExpressionError(
                .wrongArgumentCount, at: whole.offset, length: whole.length, "cast needs a value and a type.",
                "cast 需要一个值和一个类型。", hint: .write("cast(value,Edm.String)"))
        }
        let target = arguments[1].value
        guard case .prefixed(let name, "") = target.node, let type = castTypes[name] else {
            throw ExpressionError(
                .unsupported, at: target.offset, length: target.length, "Values cannot be cast to this.",
                "此处的值不能转换为这种类型。",
                hint: Wording(
                    "The types are \(castTypes.keys.sorted().joined(separator: ", ")).",
                    "可用的类型有：\(castTypes.keys.sorted().joined(separator: "、"))。"))
        }
        if case .string(let text) = arguments[0].value.node {
            return .literal(convert(.text(text), to: type, isLiteral: true), type)
        }
        let node = try check(arguments[0].value)
        let isNumeric: (ValueType) -> Bool = { $0 == .integer || $0 == .decimal || $0 == .double || $0 == .null }
        guard type == .text || isNumeric(node.type) && isNumeric(type) || node.type == type else {
            throw ExpressionError(
                .unsupported, at: whole.offset, length: whole.length,
                "\(describe(node.type)) cannot be cast to \(describe(type)).",
                "\(describe(node.type).chinese)不能转换为\(describe(type).chinese)。")
        }
        try refuseCollection(node, at: arguments[0].value.offset)
        return .cast(node, to: type)
    }
}

private let castTypes: [String: ValueType] = [
    "Edm.String": .text, "Edm.Int64": .integer, "Edm.Int32": .integer, "Edm.Int16": .integer,
    "Edm.Decimal": .decimal, "Edm.Double": .double, "Edm.Boolean": .boolean, "Edm.Date": .date,
    "Edm.TimeOfDay": .time, "Edm.DateTimeOffset": .instant, "Edm.Duration": .duration, "Edm.Guid": .identifier,
]

private let datePartFunctions: Set<FunctionName> = [
    "year", "month", "day", "hour", "minute", "second", "fractionalseconds", "date", "time",
]

/// What is called otherwise here, with the right form.
private let foreignFunctions: [String: String] = [
    "me": "@me", "user": "@me", "if": "case(condition:value,true:other)", "iif": "case(condition:value,true:other)",
    "coalesce": "case(x ne null:x,true:other)", "isnull": "x eq null", "len": "length(x)", "upper": "toupper(x)",
    "lower": "tolower(x)", "substringof": "contains(text,part)", "sum": "lines/aggregate(amount with sum)",
    "count": "lines/$count",
]
