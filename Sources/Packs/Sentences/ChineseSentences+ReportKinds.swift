// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// What a report makes of its groups.
    static let reportKinds: KeyValuePairs<String, String> = [
        "Only a funnel has steps.": "只有漏斗报表有步骤。",
        "Write kind=\"funnel\", or remove them.": "请写 kind=\"funnel\"，或删除这些步骤。",
        "An ageing report groups by how long ago something was.": "账龄报表按距今时长分组。",
        "Add <group id=\"age\" by=\"dueDate\" buckets=\"0 30 60 90\">.":
            "请添加 <group id=\"age\" by=\"dueDate\" buckets=\"0 30 60 90\">。",
        "“{}” is no value of the attribute “compare”.": "“{}”不是属性“compare”的有效值。",
        "“{}” is no age of a cohort.": "“{}”不是同期群的有效月龄。",
        "Write months in ascending order, such as “1 3 6 13 25”.": "请按从小到大的顺序写月数，例如“1 3 6 13 25”。",
        "A cohort needs a condition for the records that are still there.": "同期群报表需要判断记录是否留存的条件。",
        "Add survived=\"…\"; @age in it is the age in months.": "请添加 survived=\"…\"；其中 @age 表示月龄。",
        "The condition asks for an age, and there are none.": "条件中使用了月龄，但没有给出月龄。",
        "The condition asks for no age.": "条件中没有使用月龄。",
        "Add ages=\"13 25\".": "请添加 ages=\"13 25\"。",
        "Name @age, or remove the ages.": "请使用 @age，或删除月龄。",
        "The first group of a {} is one of periods.": "{} 报表的第一个分组须按周期。",
        "Add <group id=\"month\" by=\"signedOn\" period=\"month\"> before the other groups.":
            "请在其他分组之前添加 <group id=\"month\" by=\"signedOn\" period=\"month\">。",
        "A {} takes no measures that are made of others, such as “{}”.": "{} 报表不能使用由其他度量得出的度量，例如“{}”。",
        "Remove the measure.": "请删除该度量。",
        "Only a {} has “{}”.": "只有 {} 报表有“{}”。",
        "Write kind=\"{}\", or remove the attribute.": "请写 kind=\"{}\"，或删除该属性。",
        "A funnel needs two steps at least.": "漏斗至少需要两个步骤。",
        "Add <step id=\"…\" stage=\"…\"> or <step id=\"…\" when=\"…\">.":
            "请添加 <step id=\"…\" stage=\"…\"> 或 <step id=\"…\" when=\"…\">。",
        "A step is a stage or a condition.": "步骤须为阶段或条件之一。",
        "Write stage=\"…\", or when=\"…\".": "请写 stage=\"…\" 或 when=\"…\"。",
        "It is not said which pipeline has the stage.": "没有说明该阶段属于哪个流程。",
        "Name it at the report: pipeline=\"…\".": "请在报表上指定：pipeline=\"…\"。",
        "A pareto ranks groups.": "帕累托报表对分组排名。",
        "Add <group id=\"…\" by=\"…\">.": "请添加 <group id=\"…\" by=\"…\">。",
        "The report has no measure “{}”.": "报表没有度量“{}”。",
        "“{}” is no number, so that nothing has a share of it.": "“{}”不是数字，无法计算占比。",
        "Name a measure that counts or adds up.": "请指定计数或求和的度量。",
        "“{}” is no end of a class.": "“{}”不是有效的分级界限。",
        "Write percentages in ascending order, such as “80 95”.": "请按从小到大的顺序写百分比，例如“80 95”。",
        "A report of deciles makes its own groups.": "十分位报表自行分组。",
        "An rfm report makes its own groups.": "RFM 报表自行分组。",
        "Remove <group>.": "请删除 <group>。",
        "The report needs the attribute “{}”.": "报表需要属性“{}”。",
        "Add {}=\"…\", an expression of {}.": "请添加 {}=\"…\"，其中写 {} 的表达式。",
        "Records cannot be ranked by this kind of value.": "不能按这种类型的值对记录排名。",
        "Name a day or moment.": "请指定日期或时刻。",
        "An interval report needs a moment.": "时段报表需要时刻。",
        "Add at=\"…\".": "请添加 at=\"…\"。",
        "This is no moment.": "这不是时刻。",
    ]
}
