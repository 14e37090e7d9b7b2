// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Testing
import Values

@Suite("Values as people read them")
struct DisplayTests {
    @Test(
        "a length of time is said in days, hours and minutes, and in seconds where it is short",
        arguments: [
            (0, "0 d", "0 天"), (12, "12 s", "12 秒"), (90, "1 min 30 s", "1 分钟 30 秒"),
            (3_600, "1 h", "1 小时"), (7_020, "1 h 57 min", "1 小时 57 分钟"), (7_059, "1 h 57 min", "1 小时 57 分钟"),
            (198_510, "2 d 7 h 8 min", "2 天 7 小时 8 分钟"), (259_200, "3 d", "3 天"),
            (-5_400, "− 1 h 30 min", "− 1 小时 30 分钟"),
        ])
    func durations(seconds: Int64, english: String, chinese: String) {
        let value = Value.duration(TimeSpan(microseconds: seconds * 1_000_000))
        for (language, expected) in [(Language.english, english), (.chinese, chinese)] {
            #expect(DisplaySettings(language: language, offset: { _ in 0 }).text(value) == expected)
        }
    }
}
