// SPDX-License-Identifier: Apache-2.0

/// What findings say in Chinese, by the English sentence in the code; `{}` stands for what is filled in, and `{2}` for the
/// second of these where Chinese has another order. Each topic is a file beside this one.
enum ChineseSentences {
    static let topics = [
        grammar, kinds, layers, entities, access, pipelines, automations, time, structures, reports, reportKinds,
        metrics, scenarios, attributes, rules,
    ]

    static let all = Dictionary(topics.flatMap { $0.map { ($0.key, $0.value) } }) { first, _ in first }
}
