// SPDX-License-Identifier: Apache-2.0

extension ChineseSentences {
    /// Calendars and clocks.
    static let time: KeyValuePairs<String, String> = [
        "Use <extend-calendar id=\"{}\"> to add to it.": "请用 <extend-calendar id=\"{}\"> 向它添加内容。",
        "A calendar needs shifts.": "工作日历需要班次。",
        "Add <shift days=\"mon tue wed thu fri\" from=\"09:00\" to=\"18:00\"/>.":
            "请添加 <shift days=\"mon tue wed thu fri\" from=\"09:00\" to=\"18:00\"/>。",
        "A shift begins before midnight.": "班次须在午夜之前开始。",
        "Write 00:00.": "请写 00:00。",
        "“{}” is no time of a day.": "“{}”不是一天中的时间。",
        "Write hours and minutes, such as 09:00.": "请写小时和分钟，例如 09:00。",
        "“{}” is no offset from UTC.": "“{}”不是与 UTC 的时差。",
        "Write a sign, hours and minutes, such as +08:00.": "请写正负号、小时和分钟，例如 +08:00。",
        "A holiday ends on {}, before it begins.": "假日在开始之前就已于 {} 结束。",
        "Write the last day.": "请写最后一天。",
        "“{}” is no day.": "“{}”不是日期。",
        "Write year, month and day, such as 2026-10-01.": "请写年、月、日，例如 2026-10-01。",
        "Use <extend-clock id=\"{}\"> to change it.": "请用 <extend-clock id=\"{}\"> 修改它。",
        "A clock cannot depend on the moment or on who asks.": "时限不能随时间或查看人变化。",
        "Name fields of the record; the passing of time is what the clock itself measures.": "请使用该记录的字段；时间的流逝由时限本身计量。",
        "“{}” cannot hold what the clock says.": "“{}”不能保存时限的结果。",
        "Name a field of the type dateTime that is not computed.": "请指定类型为 dateTime 且不是计算得出的字段。",
        "Name a field of the type boolean that is not computed.": "请指定类型为 boolean 且不是计算得出的字段。",
        "Give each warning an id of its own.": "请为每个预警使用不同的 id。",
        "“{}” is no moment of a clock.": "“{}”不是时限中的时点。",
        "Write “PT30M before” or “80%”.": "请写作“PT30M before”或“80%”。",
    ]
}
