// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import PluginKit
import Services
import Synchronization
import Testing
import Values

/// A post office that fails as often as it is told to.
private final class PostOffice: Plugin {
    private let state = Mutex<(letters: [String], failures: Int)>(([], 0))

    var name: String { "post" }
    var letters: [String] { state.withLock { $0.letters } }

    func fail(_ times: Int) { state.withLock { $0.failures = times } }

    func register(in registry: inout PluginRegistry) {
        let text = Label(english: "Text", chinese: "文字")
        registry.actions += [
            ActionDefinition(
                "post.letter", text,
                parameters: [.init("to", text, .text), .init("note", text, .text, isRequired: false)],
                reach: .outside
            ) { call in
                try self.state.withLock { state in
                    guard state.failures == 0 else {
                        state.failures -= 1
                        throw ActionFault(Label(english: "The post is closed.", chinese: "邮局已关门。"))
                    }
                    state.letters.append("\(call.text("to") ?? "nobody"): \(call.text("note") ?? "–") \(call.key)")
                }
                return "sent a letter"
            },
            ActionDefinition("post.stamp", text, parameters: [.init("code", text, .text)], reach: .records) { call in
                let number = try call.read()["number"]
                try await call.update(["code": .text("\(number.canonicalText)-\(call.text("code") ?? "")")])
                return "stamped"
            },
        ]
    }
}

@Suite("What automations let plugins do")
struct CallTests {
    private let post = PostOffice()
    private let pack = ferry.replacing(
        "<role id=\"bank\">",
        with: """
            <automation id="write" entity="Ticket" on="create"><label>W</label><label xml:lang="zh-Hans">写</label>
              <set field="how" value="'letter'"/>
              <call action="post.letter"><with id="to" value="number"/></call>
              <call action="post.stamp"><with id="code" value="'A'"/></call>
            </automation>
            <automation id="stamped" entity="Ticket" on="change" field="code"><label>S</label><label xml:lang="zh-Hans">章</label>
              <set field="how" value="'stamped'"/></automation>
            <role id="bank">
            """)

    private func edition() async throws -> (TestEdition, RecordID) {
        let edition = try await TestEdition.make(pack, plugins: [post])
        return (edition, try await edition.workspace.create("Ticket", ["number": .text("T1")], edition.engine).id)
    }

    private func traces(_ edition: TestEdition, _ id: RecordID) throws -> [String] {
        try edition.workspace.firings(of: id, limit: 20, edition.engine)
            .map { "\($0.automation) \($0.outcome) \($0.detail.effects.last ?? $0.detail.error ?? "")" }.reversed()
    }

    @Test("an action is called behind the write, writes through the record’s own way, and is traced")
    func called() async throws {
        let (edition, id) = try await edition()
        #expect(post.letters.isEmpty)
        try await edition.pass()
        #expect(post.letters.map { String($0.prefix(5)) } == ["T1: –"])
        let record = try edition.workspace.record("Ticket", id, edition.engine)
        #expect(record["code"] == .text("T1-A"))
        #expect(record["how"] == .text("stamped"))
        #expect(
            try traces(edition, id) == [
                "write fired called post.stamp", "call post.letter fired sent a letter",
                "call post.stamp fired stamped", "stamped fired set how",
            ])
        try await edition.pass(days: 2)
        #expect(post.letters.count == 1)
    }

    @Test("a call that fails is tried again with a pause, shows why, and holds up nothing else")
    func retried() async throws {
        post.fail(1)
        let (edition, id) = try await edition()
        try await edition.pass()
        #expect(post.letters.isEmpty)
        #expect(try edition.workspace.record("Ticket", id, edition.engine)["code"] == .text("T1-A"))
        let waiting = try edition.workspace.jobs(.waiting, limit: 10, edition.engine)
        #expect(waiting.map { $0.error?.english } == ["The post is closed."])
        #expect(try traces(edition, id).contains("call post.letter failed The post is closed."))
        try await edition.pass(minutes: 1)
        #expect(post.letters.count == 1)
        #expect(try edition.workspace.jobs(.waiting, limit: 10, edition.engine).isEmpty)
    }

    @Test("a call that always fails ends with an administrator, who may try it again, with the key that it had")
    func failed() async throws {
        post.fail(6)
        let (edition, _) = try await edition()
        try await edition.pass(days: 3)
        let failed = try #require(try edition.workspace.jobs(.failed, limit: 10, edition.engine).first)
        #expect(post.letters.isEmpty)
        try await edition.workspace.retryJob(failed.id, edition.engine)
        try await edition.pass()
        #expect(post.letters.first?.hasSuffix("\(failed.id)") == true)
    }

    @Test("a simulation says what would be called, and calls nothing")
    func simulated() async throws {
        let (edition, id) = try await edition()
        let firings = try await edition.workspace.simulate(
            "Ticket", id, until: edition.workspace.clock.now(), edition.engine)
        #expect(
            firings.filter { $0.automation.hasPrefix("call ") }.map { "\($0.automation) \($0.detail.effects)" }
                == ["call post.letter [\"would be done\"]", "call post.stamp [\"would be done\"]"])
        #expect(post.letters.isEmpty)
    }

    @Test("a record that is gone when its turn comes is left alone")
    func gone() async throws {
        post.fail(1)
        let (edition, id) = try await edition()
        try await edition.pass()
        try await edition.workspace.delete("Ticket", id, expectedVersion: nil, edition.engine)
        try await edition.pass(minutes: 1)
        #expect(post.letters.isEmpty)
        #expect(try edition.workspace.jobs(.waiting, limit: 10, edition.engine).isEmpty)
    }

    @Test("two plugins with an action of one name are refused")
    func twice() {
        #expect(throws: PluginError.twiceAction("post.letter")) {
            try Contributions(plugins: [PostOffice(), Namesake()])
        }
    }
}

private struct Namesake: Plugin {
    var name: String { "other" }

    func register(in registry: inout PluginRegistry) {
        registry.actions.append(
            ActionDefinition("post.letter", Label(english: "L", chinese: "信"), parameters: [], reach: .outside) { _ in
                ""
            })
    }
}
