// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

extension HandOut {
    /// Every field of an entity but the engine's own, which stand in one line below.
    func fieldTable(_ entity: Entity) -> Markup {
        let own = entity.fields.values.filter { !isSystem($0) }
        let system = entity.fields.values.filter { isSystem($0) }
        let rows = own.map { [name($0), type($0), facts($0)] }
        let headings = [words("Field", "字段"), words("Holds", "内容"), words("To know", "说明")]
        let kept = Markup.element(
            "p", ["class": "quiet"],
            [
                .text(words("Kept by the system: ", "系统维护：")),
                .joined(
                    system.map { field in
                        .element("span", ["id": Anchor.field(entity.name, field.name).name], field.label[language])
                    }, list(["", ""])),
            ])
        return .joined([table(headings, rows, style: "fields"), kept])
    }

    /// Whether the engine keeps a field.
    func isSystem(_ field: Field) -> Bool {
        if case .system = field.origin { true } else { false }
    }

    private func name(_ field: Field) -> Markup {
        .element(
            "span", ["id": Anchor.field(field.entity, field.name).name],
            [
                .element("strong", field.label[language]), .text(" "), .element("code", field.name.rawValue),
            ])
    }

    private func type(_ field: Field) -> Markup {
        var marks: [Markup] = []
        if field.isRequired { marks.append(.element("span", ["class": "mark required"], words("required", "必填"))) }
        if field.isUnique { marks.append(.element("span", ["class": "mark"], words("unique", "唯一"))) }
        if field.isSearchable { marks.append(.element("span", ["class": "mark"], words("searched", "可搜索"))) }
        let kind = [Markup.text(field.type.label[language])] + target(field) + limits(field)
        return .joined([.element("p", [:], kind), .joined(marks, " ")])
    }

    private func target(_ field: Field) -> [Markup] {
        guard let reference = field.reference else { return [] }
        let label = model.entities[reference.entity]?.label[language] ?? reference.entity.rawValue
        return [.text(words(" to ", "：")), Anchor.entity(reference.entity).link(label)]
    }

    private func limits(_ field: Field) -> [Markup] {
        let say = ReadableExpression(model: model, language: language)
        var limits: [String] = []
        if let currency = field.currency { limits.append(currency) }
        if let minimum = field.minimum { limits.append(words("from ", "不小于 ") + say.said(minimum)) }
        if let maximum = field.maximum { limits.append(words("up to ", "不大于 ") + say.said(maximum)) }
        if let length = field.maximumLength { limits.append(words("up to \(length) characters", "最多 \(length) 个字符")) }
        return limits.isEmpty ? [] : [.text(words(", ", "，") + limits.joined(separator: words(", ", "，")))]
    }

    private func facts(_ field: Field) -> Markup {
        var facts: [[Markup]] = []
        if let help = field.help { facts.append([.text(help[language])]) }
        facts += origin(field)
        if let value = field.defaultValue {
            facts.append([.text(words("Begins as: ", "默认值：")), readable(value, of: field.entity)])
        }
        if !field.options.isEmpty { facts.append(field.options.map(option)) }
        return .joined(facts.map { .element("p", [:], $0) })
    }

    private func origin(_ field: Field) -> [[Markup]] {
        switch field.origin {
        case .entered, .system: []
        case .computed(let expression):
            [[.text(words("Computed: ", "自动计算：")), readable(expression, of: field.entity)]]
        case .volatile(let expression):
            [[.text(words("Computed whenever it is read: ", "读取时计算：")), readable(expression, of: field.entity)]]
        case .numbered(let pattern):
            [[.text(words("Numbered: ", "自动编号：")), .element("code", said(pattern))]]
        case .stage(let name):
            [
                [
                    .text(words("Stage of ", "流程阶段：")),
                    Anchor.pipeline(name).link(model.pipelines[name]?.label[language] ?? name.rawValue),
                ]
            ]
        }
    }

    private func said(_ pattern: NumberPattern) -> String {
        pattern.parts.map { part in
            switch part {
            case .literal(let text): text
            case .year: words("YYYY", "年份")
            case .month: words("MM", "月份")
            case .counter(let digits): String(repeating: "0", count: max(0, digits - 1)) + "1"
            }
        }.joined()
    }

    private func option(_ option: DomainModel.Option) -> Markup {
        let note = option.isRetired ? words(" (no longer offered)", "（已停用）") : ""
        return .element(
            "span", ["class": option.isRetired ? "option retired" : "option"], option.label[language] + note)
    }
}
