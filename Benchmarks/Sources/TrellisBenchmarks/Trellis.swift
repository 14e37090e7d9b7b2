// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Runs a command to its end.
///
/// - Returns: What it printed.
@discardableResult
func run(_ path: String, _ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    let source = Pipe()
    process.standardInput = source
    try process.run()
    try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try source.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw Connection.Failure(description: "\(path) \(arguments.joined(separator: " ")) failed: \(text)")
    }
    return text
}

/// A server that runs beside the measurement, and ends with it.
final class ServerProcess: @unchecked Sendable {
    private let process = Process()
    let port: Int
    /// From the start of the process to its first answer, in seconds.
    let startSeconds: Double

    init(_ path: String, _ arguments: [String], port: Int, ready: String) throws {
        self.port = port
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        let began = now()
        try process.run()
        while true {
            if let connection = try? Connection(port: port), (try? connection.send(request("GET", ready))) != nil {
                break
            }
            guard process.isRunning, now() - began < 30 else {
                throw Connection.Failure(description: "\(path) does not answer on port \(port)")
            }
            usleep(2000)
        }
        startSeconds = now() - began
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Memory that is in use, in MB, as `/proc` tells.
    var residentMegabytes: Double {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) / 1024
    }
}

/// The program that is measured, and the database it works on.
struct Trellis {
    let program: String
    let packs: String
    let database: String

    func apply() throws { try run(program, ["apply", packs, "--database", database]) }

    /// Rows a second of an import.
    func importRows(_ mapping: String, _ file: String, rows: Int) throws -> Double {
        let began = now()
        try run(program, ["import", mapping, file, "--database", database])
        return Double(rows) / (now() - began)
    }

    static let password = "bench-password-1"

    /// A token of a user who may do everything.
    func makeToken() throws -> String {
        let target = ["--database", database]
        try run(
            program, ["user", "set", "bench", "--name", "Bench", "--role", "administrator", "--password-stdin"] + target,
            input: Self.password + "\n")
        return try run(program, ["token", "make", "bench", "--name", "bench"] + target)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func serve(port: Int) throws -> ServerProcess {
        try ServerProcess(
            program, ["serve", "--database", database, "--port", String(port), "--request-limit", "0"], port: port,
            ready: "/api/")
    }
}
