// SPDX-License-Identifier: Apache-2.0

// The test that a new pack begins with.
extension PackTemplate {
    var scenario: String {
        """
        <scenario id="requestIsAnswered" at="2026-01-05T09:00:00+08:00">
            <label>A request is done when its result says something</label>
            <label xml:lang="zh-Hans">填写处理结果后申请才能完成</label>
            <person id="ann" roles="\(lowercased)Staff" />
            <create as="ann" record="request" entity="\(entityName)">
                <set field="subject" value="'A broken lamp'" />
            </create>
            <move as="ann" record="request" to="working" />
            <move as="ann" record="request" to="done" refused="required.result guard.answered" />
            <move as="ann" record="request" to="done">
                <set field="result" value="'The lamp was replaced.'" />
            </move>
            <expect record="request" test="stage eq 'done' and owner eq @ann" />
            <expect-report report="\(reportName)" measures="requests">
                <row group="done" values="1" />
            </expect-report>
        </scenario>
        """
    }
}
