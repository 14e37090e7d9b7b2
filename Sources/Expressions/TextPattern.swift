// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A regular expression that is matched in linear time: no part of a text is read twice, whatever the pattern.
///
/// It has literals, `.`, classes such as `[a-z\d]`, `\d \w \s` and their opposites, groups, `|`, `* + ? {2} {2,} {2,5}`,
/// `^` and `$`. What needs to look around or back is refused. Characters are Unicode scalars.
struct TextPattern {
    enum Refusal: Error, Equatable {
        /// Where the pattern breaks off making sense, in scalars.
        case malformed(Int)
        case unsupported(Int)
        case tooLarge

        var wording: Wording {
            switch self {
            case .malformed(let place):
                Wording(
                    "The pattern makes no sense at its character \(place + 1).", "模式的第 \(place + 1) 个字符有误。")
            case .unsupported(let place):
                Wording(
                    "The pattern has something unsupported at its character \(place + 1).",
                    "模式的第 \(place + 1) 个字符处使用了不支持的写法。")
            case .tooLarge: Wording("The pattern is too large.", "模式过大。")
            }
        }
    }

    private let program: [Step]

    /// Steps of the longest program; a text costs so much for each of its scalars at most.
    private static let largest = 1000

    init(_ pattern: String) throws(Refusal) {
        var reader = PatternReader(scalars: Array(pattern.unicodeScalars))
        let node = try reader.whole()
        var program: [Step] = []
        try Self.write(node, to: &program)
        self.program = program + [.accept]
    }

    fileprivate enum Step {
        case one(ScalarClass)
        case split(Int, Int)
        case jump(Int)
        case start, end, accept
    }

    private static func write(_ node: PatternNode, to program: inout [Step]) throws(Refusal) {
        guard program.count < largest else { throw .tooLarge }
        switch node {
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .one(let scalars): program.append(.one(scalars))
        case .sequence(let nodes): for node in nodes { try write(node, to: &program) }
        case .choice(let left, let right):
            let split = program.count
            program.append(.accept)
            try write(left, to: &program)
            let jump = program.count
            program.append(.accept)
            program[split] = .split(split + 1, program.count)
            try write(right, to: &program)
            program[jump] = .jump(program.count)
        case .repeated(let node, let least, let most):
            for _ in 0..<least {
                let before = program.count
                try write(node, to: &program)
                // Nothing stays nothing, however often.
                if program.count == before { break }
            }
            guard let most else {
                let split = program.count
                program.append(.accept)
                try write(node, to: &program)
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
                return
            }
            for _ in least..<max(least, most) {
                let split = program.count
                program.append(.accept)
                try write(node, to: &program)
                program[split] = .split(split + 1, program.count)
            }
        }
    }

    /// Whether the pattern matches anywhere in a text.
    ///
    /// - Complexity: The length of the text times that of the pattern.
    func matches(in text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var run = PatternRun(program: program, length: scalars.count)
        for (position, scalar) in scalars.enumerated() {
            if run.enter(at: position) { return true }
            run.take(scalar, at: position)
        }
        return run.enter(at: scalars.count)
    }

    /// The places in the program that a text may have led to so far.
    private struct PatternRun {
        let program: [Step]
        let length: Int
        var waiting: [Int] = []
        /// The position at which a step was reached last.
        var reached: [Int]
        var isAccepted = false

        init(program: [Step], length: Int) {
            self.program = program
            self.length = length
            reached = Array(repeating: -1, count: program.count)
        }

        /// Starts a match at a position, besides those that are under way; true if any of them is complete.
        mutating func enter(at position: Int) -> Bool {
            add(0, at: position)
            return isAccepted
        }

        mutating func take(_ scalar: Unicode.Scalar, at position: Int) {
            let before = waiting
            waiting = []
            for place in before {
                guard case .one(let scalars) = program[place], scalars.contains(scalar) else { continue }
                add(place + 1, at: position + 1)
            }
        }

        private mutating func add(_ place: Int, at position: Int) {
            var pending = [place]
            while let next = pending.popLast() {
                guard reached[next] != position else { continue }
                reached[next] = position
                switch program[next] {
                case .one: waiting.append(next)
                case .split(let first, let second): pending += [second, first]
                case .jump(let target): pending.append(target)
                case .start: if position == 0 { pending.append(next + 1) }
                case .end: if position == length { pending.append(next + 1) }
                case .accept: isAccepted = true
                }
            }
        }
    }
}
