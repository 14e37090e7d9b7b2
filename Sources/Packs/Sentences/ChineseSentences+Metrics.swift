// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// Metrics, goals and dashboards.
    static let metrics: KeyValuePairs<String, String> = [
        "A metric that is made of others has no “{}” of its own.": "由其他指标得出的指标不能有自己的“{}”。",
        "Put it at the metrics it is made of.": "请写在它所使用的指标上。",
        "A metric is about the records of an entity, or made of other metrics.": "指标须统计某个实体的记录，或由其他指标得出。",
        "Write entity=\"…\", or compute=\"…\".": "请写 entity=\"…\" 或 compute=\"…\"。",
        "This is no day and no moment.": "这既不是日期，也不是时刻。",
        "This refers to no user.": "这不指向用户。",
        "“{}” is not the kind of field that is needed here.": "“{}”不是此处所需类型的字段。",
        "Name a field of type date.": "请指定类型为 date 的字段。",
        "Name a choice with options=\"metrics\".": "请指定 options=\"metrics\" 的选择字段。",
        "The metric “{}” gives {} here, and not {}.": "指标“{}”在此处得出 {}，而不是 {}。",
        "Correct the formula, or the test.": "请更正公式或测试。",
        "“{}” is no figure of this metric.": "“{}”不是该指标的有效数值。",
        "Write a number such as 2.56, or a length of time such as PT4H.": "请写数字（例如 2.56）或时长（例如 PT4H）。",
        "There is no metric “{}” before this one.": "此前没有指标“{}”。",
        "This is no field of {}.": "这不是 {} 的字段。",
        "Write a field, or a path to one.": "请写字段，或通向字段的路径。",
        "The value is out of range.": "值超出范围。",
        "Write a smaller number.": "请写较小的数字。",
    ]
}
