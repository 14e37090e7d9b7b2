// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// A stable: riding horses are trained in one pipeline, racing horses in another, some in both.
private let stable = """
    <pack xmlns="urn:trellis:pack:1" id="stable" version="1.0.0">
      <label>Stable</label><label xml:lang="zh-Hans">马场</label>
      <entity id="Horse" title="name">
        <label>Horse</label><label xml:lang="zh-Hans">马</label>
        <plural>Horses</plural><plural xml:lang="zh-Hans">马</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名字</label></field>
        <field id="rides" type="boolean" default="false"><label>Rides</label><label xml:lang="zh-Hans">骑乘</label></field>
        <field id="races" type="boolean" default="false"><label>Races</label><label xml:lang="zh-Hans">赛马</label></field>
        <field id="height" type="integer"><label>Height</label><label xml:lang="zh-Hans">身高</label></field>
        <field id="rider" type="text"><label>Rider</label><label xml:lang="zh-Hans">骑手</label></field>
      </entity>
      <pipeline id="riding" entity="Horse" field="riding" when="rides" probability="chance">
        <label>Riding</label><label xml:lang="zh-Hans">骑乘训练</label>
        <stage id="led" probability="20"><label>Led</label><label xml:lang="zh-Hans">牵引</label></stage>
        <stage id="saddled" probability="60" exit-requires="rider"><label>Saddled</label><label xml:lang="zh-Hans">备鞍</label>
          <exit id="tall" test="height gt 140"><label>It is too small.</label><label xml:lang="zh-Hans">身高不足。</label></exit>
        </stage>
        <stage id="sold" category="won"><label>Sold</label><label xml:lang="zh-Hans">售出</label></stage>
        <stage id="kept" category="lost"><label>Kept</label><label xml:lang="zh-Hans">留下</label></stage>
        <transition from="led" to="saddled"/>
        <transition from="saddled" to="sold"/>
        <transition from="*" to="kept"/>
      </pipeline>
      <pipeline id="racing" entity="Horse" field="racing" when="races">
        <label>Racing</label><label xml:lang="zh-Hans">赛马训练</label>
        <stage id="slow"><label>Slow</label><label xml:lang="zh-Hans">慢</label></stage>
        <stage id="fast"><label>Fast</label><label xml:lang="zh-Hans">快</label></stage>
        <transition from="slow" to="fast"/>
      </pipeline>
    </pack>
    """

@Suite("Several pipelines of one kind of record")
struct PipelineTrackTests {
    private let edition: TestEdition

    init() async throws { edition = try await TestEdition.make(stable) }

    private func horse(_ values: [FieldName: Value]) async throws -> RecordID {
        try await edition.workspace.create(
            "Horse", values.merging(["name": .text("Bella")]) { given, _ in given }, edition.engine
        ).id
    }

    private func set(_ id: RecordID, _ values: [FieldName: Value]) async throws {
        _ = try await edition.workspace.update("Horse", id, values, expectedVersion: nil, edition.engine)
    }

    private func move(_ id: RecordID, _ pipeline: PipelineName, to stage: StageName) async throws {
        _ = try await edition.workspace.move(
            StageMove(entity: "Horse", id: id, pipeline: pipeline, to: stage), edition.engine)
    }

    private func stages(_ id: RecordID) throws -> [Value] {
        let record = try edition.workspace.record("Horse", id, edition.engine)
        return [record["riding"], record["racing"]]
    }

    private func chance(_ id: RecordID) throws -> Value {
        try edition.workspace.record("Horse", id, edition.engine)["chance"]
    }

    @Test("a record goes through the pipelines whose condition it meets, also through several at once")
    func chosen() async throws {
        #expect(try stages(try await horse([:])) == [.null, .null])
        #expect(try stages(try await horse(["rides": .boolean(true)])) == [.text("led"), .null])
        let both = try await horse(["rides": .boolean(true), "races": .boolean(true)])
        #expect(try stages(both) == [.text("led"), .text("slow")])
        try await move(both, "racing", to: "fast")
        #expect(try stages(both) == [.text("led"), .text("fast")])
    }

    @Test("a record that changes leaves the one pipeline and begins in the other; outside of one it has no moves there")
    func changed() async throws {
        let id = try await horse(["rides": .boolean(true)])
        try await set(id, ["rides": .boolean(false), "races": .boolean(true)])
        #expect(try stages(id) == [.null, .text("slow")])
        #expect(try edition.workspace.availableMoves("Horse", id, "riding", edition.engine).isEmpty)
        await #expect(throws: ServiceError.self) { try await move(id, "riding", to: "saddled") }
        #expect(try edition.workspace.board("riding", edition.engine).columns.map(\.count) == [0, 0, 0, 0])
    }

    @Test("the probability follows from the stage and from what is met of the conditions to leave it")
    func evidence() async throws {
        let id = try await horse(["rides": .boolean(true)])
        #expect(try chance(id) == .decimal(FixedDecimal(20)))
        try await move(id, "riding", to: "saddled")
        #expect(try chance(id) == .decimal(FixedDecimal(60)))
        try await set(id, ["rider": .text("Ann")])
        #expect(try chance(id) == .decimal(FixedDecimal(80)))
        await #expect(throws: ServiceError.self) { try await move(id, "riding", to: "sold") }
        try await set(id, ["height": .integer(150)])
        #expect(try chance(id) == .decimal(FixedDecimal(100)))
        try await move(id, "riding", to: "kept")
        #expect(try chance(id) == .decimal(FixedDecimal(0)))
    }

    @Test("probabilities are found by filters as they are in the record")
    func filtered() async throws {
        let id = try await horse(["rides": .boolean(true)])
        try await move(id, "riding", to: "saddled")
        try await set(id, ["rider": .text("Ann")])
        let found = try edition.workspace.list(ListRequest(entity: "Horse", filter: "chance eq 80"), edition.engine)
        #expect(found.records.map(\.id) == [id])
    }
}
