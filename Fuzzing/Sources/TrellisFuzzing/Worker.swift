// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One process of a campaign: sends its share of the texts through and counts what becomes of them.
struct Worker {
    let number: Int
    let folder: String
    let table: CaseTable

    struct Report: Codable {
        var inputs = 0
        var seconds = 0.0
        var outcomes: [String: Int] = [:]
        var slowest = ""
        var slowestNanoseconds: UInt64 = 0
        /// Per character, among texts of a hundred characters and more.
        var steepest = ""
        var steepestNanoseconds = 0.0
        /// What went wrong, with the texts.
        var broken: [String: String] = [:]
    }

    /// What a text may take: a fixed amount, and so much for each character.
    private static func limit(_ length: Int) -> UInt64 { 5_000_000 + 2_000 * UInt64(length) }

    func run(inputs: Int, seed: UInt64) throws -> Report {
        var report = Report()
        var pipeline = try Pipeline(table)
        var writer = ProgramWriter(seed: seed, table: table)
        let recorder = try FlightRecorder(path: "\(folder)/worker-\(number).bin")
        let start = Date()
        for _ in 0..<inputs {
            let text = writer.text()
            recorder.note(text)
            let outcome = pipeline.send(text)
            count(outcome, text, in: &report)
            time(text, &pipeline, in: &report)
        }
        report.inputs = inputs
        report.seconds = Date().timeIntervalSince(start)
        return report
    }

    private func count(_ outcome: Pipeline.Outcome, _ text: String, in report: inout Report) {
        let name: String
        switch outcome {
        case .refused(let kind): name = kind.rawValue
        case .evaluated(let overflows): name = overflows ? "overflow" : "evaluated, not for SQL"
        case .rendered(let overflows): name = overflows ? "overflow, rendered" : "evaluated and rendered"
        case .broken(let reason):
            name = "broken"
            if report.broken.count < 20 { report.broken[text] = reason }
        }
        report.outcomes[name, default: 0] += 1
    }

    /// A text that seems slow is sent again four times, since other processes slow it down too.
    private func time(_ text: String, _ pipeline: inout Pipeline, in report: inout Report) {
        let length = text.unicodeScalars.count
        var time = pipeline.processorTime
        let isRecord =
            time > report.slowestNanoseconds
            || length >= 100 && Double(time) / Double(length) > report.steepestNanoseconds
        guard isRecord || time > Self.limit(length) else { return }
        for _ in 0..<4 {
            _ = pipeline.send(text)
            time = min(time, pipeline.processorTime)
        }
        if time > report.slowestNanoseconds { (report.slowest, report.slowestNanoseconds) = (text, time) }
        let slope = Double(time) / Double(max(1, length))
        if length >= 100, slope > report.steepestNanoseconds {
            (report.steepest, report.steepestNanoseconds) = (text, slope)
        }
        if time > Self.limit(length) { report.broken[text] = "takes \(time) ns for \(length) characters" }
    }
}
