// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
public import Values

/// Something that can stand next in an expression.
public struct Completion: Sendable, Hashable {
    /// What it is: `field`, `option`, `operator`, `function`, `variable` or `value`.
    public let kind: String
    /// The text that takes the place of the word begun.
    public let text: String
    /// What it means to a person.
    public let label: Label

    init(_ kind: String, _ text: String, _ label: Label) {
        self.kind = kind
        self.text = text
        self.label = label
    }

    /// For words of the language itself.
    fileprivate init(_ kind: String, _ text: String, _ english: String, _ chinese: String) {
        self.init(kind, text, Label(english: english, chinese: chinese))
    }
}

/// What may follow the beginning of an expression, and how much of its end the choice replaces.
public struct Completions: Sendable {
    public let items: [Completion]
    /// In characters.
    public let replaced: Int
}

extension Workspace {
    private static var mostCompletions: Int { 30 }

    /// What may follow a text, of what the asker may name: fields along references, operators and options by type,
    /// functions with what they take and give, the variables of `any` and `all`, `@me`.
    public func completions(of text: String, on entity: EntityName, _ invocation: Invocation) throws -> Completions {
        let request = Request(self, invocation)
        _ = try request.readable(entity)
        let words = ExpressionWords(text)
        let scope = AskerScope(plan: request.plan, permissions: request.permissions)
        let next = NextWords(words, scope, contributions.functions, request.model, entity)
        let begun = words.begun.lowercased()
        let all = next.completions
        let starting = all.filter { $0.text.lowercased().hasPrefix(begun) }
        // A person may type what they read: the label in either language.
        let labelled = all.filter { item in
            !begun.isEmpty && !starting.contains(item)
                && (item.label.english.lowercased().contains(begun) || item.label.chinese.contains(begun))
        }
        return Completions(
            items: Array((starting + labelled).prefix(Self.mostCompletions)), replaced: words.begun.count)
    }
}

/// Knows what may stand where.
struct NextWords {
    private let words: ExpressionWords
    private let scope: AskerScope
    private let functions: FunctionTable
    private let model: Model
    private let entity: EntityName
    /// What the variables of the lambdas around stand for.
    private var variables: OrderedDictionary<String, ValueType> = [:]

    init(
        _ words: ExpressionWords, _ scope: AskerScope, _ functions: FunctionTable, _ model: Model, _ entity: EntityName
    ) {
        (self.words, self.scope, self.functions, self.model, self.entity) = (words, scope, functions, model, entity)
        for lambda in words.lambdas {
            guard let name = lambda.variable, case .collection(let member)? = type(ofPath: lambda.path) else {
                continue
            }
            variables[name] = member
        }
    }

    var completions: [Completion] {
        if let lambda = words.opened { return [variable(of: lambda)] }
        guard let last = words.complete.last else { return operands(words.begun) }
        if let type = comparedType(words.complete) { return values(type) + fields(words.begun) }
        if ["and", "or", "not", "(", ",", ":"].contains(last.lowercased()) || isOperator(last) {
            return operands(words.begun)
        }
        guard let type = type(ofPath: last) else { return Self.connectives }
        return operators(type)
    }

    /// The variable as it was begun, or else one that is not taken: the first letter of the collection.
    private func variable(of lambda: ExpressionWords.Lambda) -> Completion {
        let letter = String(lambda.path.split(separator: "/").last?.first ?? "x").lowercased()
        let free = ([letter] + (2...9).map { letter + String($0) }).first { variables[$0] == nil } ?? letter
        return Completion(
            "variable", (words.begun.isEmpty ? free : words.begun) + ":", "a name for each of them", "为其中每一个取名")
    }

    private func isOperator(_ word: String) -> Bool { BinaryOperator(rawValue: word.lowercased()) != nil }

    /// The type of the field whose value is to be written next: behind a comparison, or in the list of an `in`.
    private func comparedType(_ words: [String]) -> ValueType? {
        let comparisons: Set<String> = ["eq", "ne", "gt", "ge", "lt", "le"]
        if words.count >= 2, let last = words.last, comparisons.contains(last.lowercased()) {
            return type(ofPath: words[words.count - 2])
        }
        guard let opened = words.lastIndex(of: "("), opened >= 2, words[opened - 1].lowercased() == "in",
            !words[opened...].contains(")")
        else { return nil }
        return type(ofPath: words[opened - 2])
    }

    private func operands(_ begun: String) -> [Completion] {
        guard !begun.contains("/") else { return fields(begun) }
        return variables.keys.reversed().map { Completion("variable", "\($0)/", "each of them", "其中每一个") }
            + fields(begun)
            + [Completion("value", "@me", "the person who asks", "当前用户"), Completion("operator", "not", "not", "非")]
            + functions.all.map { Completion("function", "\($0.name)(", Label($0.usage)) }
    }

    /// The fields behind the way that was written so far.
    private func fields(_ begun: String) -> [Completion] {
        let steps = begun.split(separator: "/", omittingEmptySubsequences: false).map(String.init).dropLast()
        let prefix = steps.isEmpty ? "" : steps.joined(separator: "/") + "/"
        guard let owner = steps.isEmpty ? .entity(entity) : type(ofPath: steps.joined(separator: "/")) else {
            return []
        }
        let target: EntityName
        switch owner {
        case .entity(let name): target = name
        case .collection(.entity):
            return [Completion("operator", prefix + "$count", "how many", "数量")]
                + ["any(", "all("].map { Completion("operator", prefix + $0, "any, all", "任一、全部") }
        default: return []
        }
        let described = model.entities[target]
        return scope.properties(of: target).map { name in
            let label = described?.fields[name]?.label ?? described?.relationships[name]?.label
            return Completion(
                "field", prefix + name.rawValue, label ?? Label(english: name.rawValue, chinese: name.rawValue))
        }
    }

    /// The type that a way of references leads to; nil if there is no such way for the asker.
    private func type(ofPath path: String) -> ValueType? {
        var steps = path.split(separator: "/").map(String.init)
        var type: ValueType = .entity(entity)
        if let first = steps.first, first.hasPrefix("@") {
            guard let alias = scope.type(ofAlias: String(first.dropFirst())) else { return nil }
            type = alias
            steps.removeFirst()
        } else if let first = steps.first, let variable = variables[first] {
            type = variable
            steps.removeFirst()
            if steps.isEmpty { return type }
        }
        for step in steps {
            guard case .entity(let owner) = type, let next = scope.type(of: FieldName(step), in: owner) else {
                return nil
            }
            type = next
        }
        return steps.isEmpty && !path.hasPrefix("@") ? nil : type
    }

    private func values(_ type: ValueType) -> [Completion] {
        let null = Completion("value", "null", "empty", "空")
        switch type {
        case .choice(let name), .flags(let name):
            return (scope.options(of: name) ?? []).map { option in
                Completion("option", "'\(option.name)'", label(of: option.name, in: name))
            } + [null]
        case .boolean: return [Completion("value", "true", "yes", "是"), Completion("value", "false", "no", "否")]
        case .date: return [Completion("function", "today()", "today", "今天"), null]
        case .instant: return [Completion("function", "now()", "now", "现在"), null]
        case .entity("User"): return [Completion("value", "@me", "the person who asks", "当前用户"), null]
        default: return [null]
        }
    }

    private func label(of option: String, in choice: ChoiceName) -> Label {
        for field in model.entities.values.flatMap(\.fields.values) {
            switch field.valueType {
            case .choice(choice), .flags(choice):
                if case .stage(let pipeline) = field.origin,
                    let stage = model.pipelines[pipeline]?.stage(StageName(option))
                {
                    return stage.label
                }
                if let found = field.options.first(where: { $0.name == option }) { return found.label }
            default: continue
            }
        }
        return Label(english: option, chinese: option)
    }

    private func operators(_ type: ValueType) -> [Completion] {
        let equality = [Completion("operator", "eq", "is", "等于"), Completion("operator", "ne", "is not", "不等于")]
        let order = [
            Completion("operator", "ge", "at least", "不小于"), Completion("operator", "le", "at most", "不大于"),
            Completion("operator", "gt", "more than", "大于"), Completion("operator", "lt", "less than", "小于"),
        ]
        let list = [Completion("operator", "in", "is one of", "属于")]
        switch type {
        case .boolean, .entity: return equality
        case .choice, .identifier: return equality + list
        case .flags: return [Completion("operator", "has", "contains", "包含")] + equality
        case .collection, .null: return []
        default: return equality + order + list
        }
    }

    private static let connectives = [
        Completion("operator", "and", "and", "并且"), Completion("operator", "or", "or", "或者"),
    ]
}
