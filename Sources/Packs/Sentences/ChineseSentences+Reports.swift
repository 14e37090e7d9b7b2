// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// Reports, groups and measures.
    static let reports: KeyValuePairs<String, String> = [
        "A report needs measures.": "报表需要度量。",
        "Add <measure id=\"…\" count=\"true\">.": "请添加 <measure id=\"…\" count=\"true\">。",
        "A report cannot group by a collection.": "报表不能按集合分组。",
        "Only days and moments have periods.": "只有日期和时刻可以按周期分组。",
        "A group has periods or buckets and not both.": "分组只能使用周期或分段之一。",
        "Only numbers, lengths of time, days and moments have buckets.": "只有数字、时长、日期和时刻可以分段。",
        "Write lengths of time such as “PT15M PT1H P1D”.": "请写时长，例如“PT15M PT1H P1D”。",
        "Write “0 30 60 90”.": "请写作“0 30 60 90”。",
        "“{}” is no bound of a bucket.": "“{}”不是有效的分段界限。",
        "“{}” is not greater than the bound before it.": "“{}”不大于前一个界限。",
        "Write the bounds in ascending order.": "请按从小到大的顺序写界限。",
        "Buckets need bounds.": "分段需要界限。",
        "The report has two figures or groups “{}”.": "报表有两个名为“{}”的度量或分组。",
        "A measure that is made of others has no condition of its own.": "由其他度量得出的度量不能有自己的条件。",
        "Put the condition at the measures it is made of.": "请把条件写在它所使用的度量上。",
        "The metric “{}” is not measured of records of {}.": "指标“{}”不统计 {} 的记录。",
        "Name the metrics of {} that it is made of, and use compute=\"…\".": "请使用构成它的 {} 的指标，并写 compute=\"…\"。",
        "The metric says what is measured.": "统计内容由指标决定。",
        "A measure needs count, value and with, ratio and of, compute, or metric.":
            "度量需要 count、value 与 with、ratio 与 of、compute 或 metric。",
        "A measure is one thing only, and this one has {}.": "度量只能采用一种方式，而此处写了 {}。",
        "Write <measure id=\"…\" value=\"amount\" with=\"sum\">.":
            "请写 <measure id=\"…\" value=\"amount\" with=\"sum\">。",
        "A ratio needs the measure that it is a part of.": "占比需要作为总体的度量。",
        "Add of=\"…\".": "请添加 of=\"…\"。",
        "There is no measure “{}” before this one.": "此前没有度量“{}”。",
        "A figure is a number or a length of time, and this is neither.": "度量须为数字或时长，而这两者都不是。",
        "Write an expression over the measures before it, such as “sold div offered”.":
            "请用前面的度量写表达式，例如“sold div offered”。",
        "A standing report counts and adds up numbers only.": "常备报表只能计数和求和。",
        "Remove the measure “{}”.": "请删除度量“{}”。",
        "A standing report groups by values and periods only.": "常备报表只能按值和周期分组。",
        "Remove the buckets of the group “{}”.": "请删除分组“{}”的分段。",
        "A standing report has at most 8 measures.": "常备报表最多有 8 个度量。",
        "Split the report.": "请拆分报表。",
        "A standing report reads stored fields of the record itself, and “{}” does not.": "常备报表只能读取记录本身保存的字段，而“{}”不是。",
        "Compute a field of {} from it, or remove standing=\"true\".": "请在 {} 中用它生成一个计算字段，或删除 standing=\"true\"。",
    ]
}
