// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// A lighthouse that buys: its keeper asks, the harbour master answers.
private func lighthouse(_ requests: String) -> String {
    """
    <pack xmlns="urn:trellis:pack:1" id="lighthouse" version="1.0.0">
      <label>Lighthouse</label><label xml:lang="zh-Hans">灯塔</label>
      <entity id="Lamp" title="name">
        <label>Lamp</label><label xml:lang="zh-Hans">灯</label><plural>Lamps</plural><plural xml:lang="zh-Hans">灯</plural>
        <field id="name" type="text">\(named)</field><field id="price" type="money">\(named)</field>
        <field id="keeper" type="reference" to="User">\(named)</field>
      </entity>
      <pipeline id="buying" entity="Lamp" field="stage">\(named)
        <stage id="wished">\(named)</stage><stage id="bought" category="won" requires="keeper">\(named)</stage>
        <transition from="wished" to="bought"><approval id="spending" when="price gt 100">\(named)<step roles="master"/></approval></transition>
      </pipeline>
      <role id="keeper">\(named)<allow entity="Lamp" read="all" create="all" update="all"/></role>
      <role id="master">\(named)<allow entity="Lamp" read="all"/></role>
      <demo-user id="ken" roles="keeper">\(named)</demo-user>
      <demo-user id="mia" roles="master">\(named)</demo-user>
      \(requests)
    </pack>
    """
}

@Suite("Approvals of a demonstration")
struct DemoRequestTests {
    private func ask(_ name: String, _ more: String = "", at: String = "now() sub duration'P2D'") -> String {
        """
        <demo-ask entity="Lamp" where="name eq '\(name)'" to="bought" as="ken" at="\(at)" reason="It is dark.">
          <set field="keeper" value="@ken/id"/>\(more)
        </demo-ask>
        """
    }

    private func edition(_ requests: String, lamps: [(String, Int64)]) async throws -> TestEdition {
        let edition = try await TestEdition.make(lighthouse(requests))
        for (name, price) in lamps {
            _ = try await edition.workspace.create(
                "Lamp", ["name": .text(name), "price": .integer(price)], edition.engine)
        }
        _ = try await edition.workspace.loadDemoData(password: nil)
        return edition
    }

    private func person(_ name: String, _ edition: TestEdition) throws -> Invocation {
        edition.workspace.invocation(try #require(try edition.workspace.actor(userName: name)), .api)
    }

    @Test("wait for whom they are meant, were given or refused, each at its moment")
    func answers() async throws {
        let edition = try await edition(
            ask("green") + ask("red", "<approve as=\"mia\" at=\"now() sub duration'P1D'\" note=\"Yes.\"/>")
                + ask("white", "<reject as=\"mia\" note=\"Too bright.\"/>"),
            lamps: [("green", 200), ("red", 300), ("white", 400)])
        let (ken, mia) = (try person("ken", edition), try person("mia", edition))
        let waiting = try edition.workspace.waitingApprovals(mia)
        #expect(waiting.map(\.reason) == ["It is dark."])
        let asked = try edition.workspace.askedApprovals(limit: 9, ken)
        #expect(Set(asked.map(\.status)) == [.waiting, .moved, .rejected] && asked.count == 3)
        let day = TimeSpan(microseconds: TimeSpan.microsecondsPerDay)
        let now = edition.workspace.clock.now()
        #expect(asked.allSatisfy { $0.asked.adding(day).map { $0 < now } ?? false })
        let given = asked.first { $0.status == .moved }?.votes.first
        #expect(given?.comment == "Yes." && given?.at.adding(day) == now)
        var lamps = ListRequest(entity: "Lamp", filter: "name eq 'red'")
        lamps.fields = ["stage", "keeper"]
        let red = try edition.workspace.list(lamps, ken).records.first
        #expect(red?["stage"] == .text("bought") && red?["keeper"] == ken.actor.user.map(Value.identifier))
    }

    @Test("tell with their place why the engine refuses them: nothing goes in behind its back")
    func refused() async throws {
        for (request, sentence) in [
            (ask("green", "<approve as=\"ken\"/>"), "Nobody approves what he asked for himself."),
            (ask("cheap"), "The move needs no approval."), (ask("blue"), "The condition is true for no record."),
        ] {
            let error = await #expect(throws: ServiceError.self) {
                try await edition(request, lamps: [("green", 200), ("cheap", 5)])
            }
            guard case .badRequest(let place, let found)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(found == sentence)
            #expect(place.hasPrefix("pack.xml:"))
        }
    }
}
