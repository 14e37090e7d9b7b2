// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// Says an expression with the labels of fields and options and the signs that people know from spreadsheets.
struct ReadableExpression {
    let model: Model
    let language: Language

    /// The expression as a sentence.
    func sentence(_ expression: TypedExpression) -> String { said(expression.root) }

    private func words(_ english: String, _ chinese: String) -> String {
        language == .english ? english : chinese
    }

    private func said(_ node: TypedNode) -> String {
        switch node {
        case .literal(let value, let type): return literal(value, type)
        case .path(let path): return said(path)
        case .not(let operand): return words("not (\(said(operand)))", "并非（\(said(operand))）")
        case .negate(let operand): return "−" + enclosed(operand)
        case .binary(let binary, let left, let right, _, _): return said(binary, left, right)
        case .isIn(let operand, let items):
            let all = items.map(said).joined(separator: words(", ", "、"))
            return words("\(enclosed(operand)) is one of \(all)", "\(enclosed(operand)) 为其一：\(all)")
        case .isInCollection(let operand, let path):
            return words("\(enclosed(operand)) is among \(said(path))", "\(enclosed(operand)) 属于 \(said(path))")
        case .call(.shared, _, _): return words("the record was shared with the person signed in", "记录已共享给当前登录人")
        case .call(let name, let arguments, _): return call(name, arguments)
        case .conditional(let branches, _): return conditional(branches)
        case .any, .all, .count, .aggregate: return collection(node)
        case .cast(let operand, _): return said(operand)
        }
    }

    private func collection(_ node: TypedNode) -> String {
        switch node {
        case .any(let path, _, let condition):
            guard let condition else { return words("there are \(said(path))", "存在 \(said(path))") }
            return words(
                "one of \(said(path)) has (\(said(condition)))", "\(said(path)) 中至少一条满足（\(said(condition))）")
        case .all(let path, _, let condition):
            return words("all of \(said(path)) have (\(said(condition)))", "\(said(path)) 全部满足（\(said(condition))）")
        case .count(let path, let filter):
            let which = filter.map { words(" with (\(said($0)))", "（\(said($0))）") } ?? ""
            return words("number of \(said(path))\(which)", "\(said(path))\(which)的数量")
        case .aggregate(let path, let value, let method, _):
            let method = name(of: method)
            return words("\(method) of \(said(value)) over \(said(path))", "\(said(path)) 的 \(said(value)) \(method)")
        default: return said(node)
        }
    }

    /// How a method of adding up is called.
    func name(of method: AggregateMethod) -> String {
        switch method {
        case .sum: words("sum", "合计")
        case .min: words("smallest", "最小值")
        case .max: words("largest", "最大值")
        case .average: words("average", "平均值")
        case .countDistinct: words("number of different values", "不同值的数量")
        }
    }

    private func said(_ binary: BinaryOperator, _ left: TypedNode, _ right: TypedNode) -> String {
        if case .literal(.null, _) = right {
            if binary == .equal { return words("\(enclosed(left)) is empty", "\(enclosed(left)) 为空") }
            if binary == .notEqual { return words("\(enclosed(left)) is not empty", "\(enclosed(left)) 不为空") }
        }
        return "\(operand(left, of: binary)) \(sign(binary)) \(operand(right, of: binary))"
    }

    private func sign(_ binary: BinaryOperator) -> String {
        switch binary {
        case .or: words("or", "或")
        case .and: words("and", "且")
        case .equal: "="
        case .notEqual: "≠"
        case .greater: ">"
        case .greaterOrEqual: "≥"
        case .less: "<"
        case .lessOrEqual: "≤"
        case .add: "+"
        case .subtract: "−"
        case .multiply: "×"
        case .divide, .divideExactly: "÷"
        case .remainder: words("modulo", "取余")
        case .has: words("includes", "包含")
        }
    }

    /// An operand, in parentheses unless it is of the very operator around it or binds more closely for every reader.
    private func operand(_ node: TypedNode, of outer: BinaryOperator) -> String {
        guard case .binary(let inner, _, _, _, _) = node else { return said(node) }
        let isChain = inner == outer && [.and, .or, .add, .multiply].contains(outer)
        let isComparison = [.equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .has].contains(inner)
        let isPlain = isChain || ([.and, .or].contains(outer) && isComparison)
        return isPlain ? said(node) : words("(\(said(node)))", "（\(said(node))）")
    }

    private func enclosed(_ node: TypedNode) -> String {
        switch node {
        case .binary, .conditional: words("(\(said(node)))", "（\(said(node))）")
        default: said(node)
        }
    }

    private func conditional(_ branches: [TypedNode.Branch]) -> String {
        branches.map { branch in
            if case .literal(.boolean(true), _) = branch.condition {
                return words("otherwise \(said(branch.value))", "否则为 \(said(branch.value))")
            }
            return words(
                "if \(said(branch.condition)) then \(said(branch.value))",
                "若 \(said(branch.condition)) 则为 \(said(branch.value))")
        }.joined(separator: words("; ", "；"))
    }

    private func call(_ name: FunctionName, _ arguments: [TypedNode]) -> String {
        let said = arguments.map(self.said)
        switch (name.rawValue, said.count) {
        case ("today", 0): return words("today", "今天")
        case ("now", 0): return words("now", "现在")
        case ("contains", 2): return words("\(said[0]) contains \(said[1])", "\(said[0]) 包含 \(said[1])")
        case ("startswith", 2): return words("\(said[0]) begins with \(said[1])", "\(said[0]) 以 \(said[1]) 开头")
        case ("endswith", 2): return words("\(said[0]) ends with \(said[1])", "\(said[0]) 以 \(said[1]) 结尾")
        case ("length", 1): return words("length of \(said[0])", "\(said[0]) 的长度")
        case ("year", 1): return words("year of \(said[0])", "\(said[0]) 的年份")
        case ("month", 1): return words("month of \(said[0])", "\(said[0]) 的月份")
        case ("day", 1): return words("day of \(said[0])", "\(said[0]) 的日")
        case ("date", 1): return words("date of \(said[0])", "\(said[0]) 的日期")
        case ("round", 1): return words("\(said[0]), rounded", "\(said[0])（四舍五入）")
        case ("concat", _): return said.joined(separator: " & ")
        case ("under", 2): return words("\(said[0]) is \(said[1]) or below it", "\(said[0]) 属于 \(said[1]) 或其下级")
        case ("visited", 2): return words("\(said[0]) was \(said[1]) at any time", "\(said[0]) 曾为 \(said[1])")
        case ("weekday", 1): return words("day of the week of \(said[0])", "\(said[0]) 的星期")
        case ("localdate", 1): return words("local date of \(said[0])", "\(said[0]) 的当地日期")
        case ("localtime", 1): return words("local time of \(said[0])", "\(said[0]) 的当地时间")
        case ("asof", 2): return words("\(said[0]) as of \(said[1])", "\(said[1])时的 \(said[0])")
        case ("addmonths", 2): return words("\(said[0]) + \(said[1]) months", "\(said[0]) + \(said[1]) 个月")
        case ("adddays", 2): return words("\(said[0]) + \(said[1]) days", "\(said[0]) + \(said[1]) 天")
        default: return "\(name)(\(said.joined(separator: words(", ", "，"))))"
        }
    }

    private func said(_ path: TypedPath) -> String {
        var names: [String] = []
        switch path.root {
        case .record, .member, .variable: break
        case .alias(InboundEvent.alias): names = [words("what was told", "事件内容")]
        case .alias("me"): names = [words("the person signed in", "当前登录人")]
        case .alias(let name): names = [parameter(name)]
        }
        names += path.segments.map { segment in
            if let told = model.time.events.values.first(where: { $0.owner == segment.entity }) {
                return told.values[segment.name]?.label[language] ?? segment.name.rawValue
            }
            let entity = model.entities[segment.entity]
            let field = entity?.fields[segment.name] ?? entity?.reference(navigatedAs: segment.name)
            return field?.label[language] ?? entity?.relationships[segment.name]?.label[language]
                ?? segment.name.rawValue
        }
        return names.isEmpty ? words("the record", "该记录") : names.joined(separator: " › ")
    }

    /// The value of a parameter, with the words that say what it stands for.
    private func parameter(_ name: String) -> String {
        guard let parameter = model.parameters[name] else { return "@" + name }
        let value = said(parameter.value)
        return words("\(value) [\(parameter.label.english)]", "\(value)【\(parameter.label.chinese)】")
    }

    private func literal(_ value: Value, _ type: ValueType) -> String {
        if let option = option(value, type) { return words("“\(option)”", "“\(option)”") }
        return said(value)
    }

    private func option(_ value: Value, _ type: ValueType) -> String? {
        switch (type, value) {
        case (.choice(let name), .text(let text)):
            return options(name).first { $0.name == text }?.label[language]
        case (.flags(let name), .flags(let bits)):
            let chosen = options(name).filter { option in option.flag.map { bits & (1 << UInt64($0)) != 0 } ?? false }
            return chosen.map { $0.label[language] }.joined(separator: words(", ", "、"))
        default: return nil
        }
    }

    /// The options of a choice: of the field that declares it, or of any field that shares it.
    private func options(_ name: ChoiceName) -> [DomainModel.Option] {
        for entity in model.entities.values {
            for field in entity.fields.values where [.choice(name), .flags(name)].contains(field.valueType) {
                return field.options
            }
        }
        return []
    }

    /// A value as a person reads it outside of a field.
    func said(_ value: Value) -> String {
        switch value {
        case .null: words("empty", "空")
        case .boolean(let isTrue): isTrue ? words("yes", "是") : words("no", "否")
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .double(let number): "\(number)"
        case .text(let text): "“\(text)”"
        case .date(let date): "\(date)"
        case .time(let time): "\(time)"
        case .instant(let instant): "\(instant)"
        case .duration(let span): said(span)
        case .identifier(let id): "\(id)"
        case .flags(let bits): "\(bits)"
        case .collection(let values): values.map(said).joined(separator: words(", ", "、"))
        }
    }

    /// Whole days as people say them; other lengths as the standard writes them.
    private func said(_ span: TimeSpan) -> String {
        let written = "\(span)"
        guard written.hasPrefix("P"), written.hasSuffix("D"), let days = Int(written.dropFirst().dropLast()) else {
            return written
        }
        return words(days == 1 ? "1 day" : "\(days) days", "\(days) 天")
    }
}
