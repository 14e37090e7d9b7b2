// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// Pipelines, stages and transitions.
    static let pipelines: KeyValuePairs<String, String> = [
        "“{}” cannot be added up.": "“{}”不能求和。",
        "Name a number or an amount.": "请指定数字或金额。",
        "Name a field of the type integer that is not computed.": "请指定类型为 integer 且不是计算得出的字段。",
        "“{}” cannot hold what the engine writes.": "“{}”不能保存引擎写入的值。",
        "No transition leads to the stage “{}”.": "没有流转通向阶段“{}”。",
        "Add <transition from=\"…\" to=\"{}\"/>, or remove the stage.":
            "请添加 <transition from=\"…\" to=\"{}\"/>，或删除该阶段。",
        "“{}” cannot hold the percentage, which the engine computes.": "“{}”不能保存由引擎计算的百分比。",
        "Name a field of the type percent without “compute”, “default” and “required”, or a new one.":
            "请指定类型为 percent 且没有“compute”“default”“required”的字段，或一个新字段。",
        "Records begin in “{}”, which is retired.": "记录从“{}”开始，而它已停用。",
        "Put a stage before it in which records begin.": "请在它前面放一个记录可以开始的阶段。",
        "A pipeline needs stages.": "流程需要阶段。",
        "Add <stage id=\"…\">.": "请添加 <stage id=\"…\">。",
        "The condition cannot be counted by: {}": "无法按此条件计数：{}",
        "Make a computed field of it in {}, and name that.": "请在 {} 中把它做成计算字段，再引用该字段。",
        "Whether a record goes through a pipeline cannot depend on the moment or on who asks.": "记录是否走该流程不能随时间或查看人变化。",
        "Name fields of the record.": "请使用该记录的字段。",
        "“{}” belongs to another record.": "“{}”属于另一条记录。",
        "Who goes through it depends on itself: {}.": "流程的适用条件形成循环：{}。",
        "No way leads back out of “{}”, which is irreversible.": "“{}”不可逆，不能从它流转出去。",
        "Remove “{}” here, or irreversible=\"true\" at the stage.": "请删除此处的“{}”，或删除该阶段上的 irreversible=\"true\"。",
        "The way from {} to {} is declared twice.": "从 {} 到 {} 的流转重复声明。",
        "Keep one of them.": "请只保留其中一个。",
        "The pipeline has no stage “{}”.": "流程没有阶段“{}”。",
        "“{}” cannot be written by a move.": "流转不能写入“{}”。",
        "Name a field that people write.": "请指定由人填写的字段。",
        "There are no reasons for the field to hold.": "没有可供该字段保存的原因。",
        "Add reasons=\"…\" with the name of a shared choice.": "请添加 reasons=\"…\"，指定共享的选项列表。",
        "Name a choice with options=\"{}\".": "请指定 options=\"{}\" 的选择字段。",
    ]
}
