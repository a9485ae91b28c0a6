import Messages
import Testing

@Suite("Fields of a merge patch") struct ChangeTests {
    struct Inner: Codable, Sendable {
        var loud = Change<Bool>.keep
    }
    struct Patch: Codable, Sendable {
        var name = Change<Title>.keep
        var count = Change<Int64>.keep
        var inner = Change<Inner>.keep
        var tags = Change<UpTo<2, Title>>.keep
        var role: Role?
    }

    private let coding = WireCoding()

    private func read(_ json: String) throws -> Patch { try coding.decode(Patch.self, from: Array(json.utf8)) }

    @Test("tell absence, null and a value apart")
    func decoding() throws {
        let patch = try read(#"{"count":null,"name":"A"}"#)
        #expect(patch.name == .set(Title(trusted: "A")) && patch.count == .clear)
        guard case .keep = patch.inner, case .keep = patch.tags else { throw Unexpected() }
        guard case .set(let inner) = try read(#"{"inner":{"loud":null}}"#).inner else { throw Unexpected() }
        #expect(inner.loud == .clear)
        #expect(try read("{}").name == .keep)
    }

    @Test(
        "are written as they were read",
        arguments: [
            "{}", #"{"count":null}"#, #"{"count":7,"inner":{},"name":"A","role":"admin","tags":["x"]}"#,
            #"{"inner":null,"name":null,"tags":null}"#, #"{"inner":{"loud":null}}"#, #"{"inner":{"loud":false}}"#,
        ])
    func roundTrip(json: String) throws {
        #expect(String(decoding: try coding.encode(try read(json)), as: UTF8.self) == json)
    }

    @Test(
        "keep the rule of their value and name the field that breaks it",
        arguments: [
            (#"{"name":""}"#, "/name"), (#"{"name":7}"#, "/name"), (#"{"count":"7"}"#, "/count"),
            (#"{"inner":{"loud":1}}"#, "/inner/loud"), (#"{"inner":true}"#, "/inner"),
            (#"{"tags":["a","b","c"]}"#, "/tags"),
        ])
    func faults(json: String, pointer: String) throws {
        do {
            _ = try coding.decodeInput(Patch.self, from: Array(json.utf8))
            Issue.record("read \(json)")
        } catch {
            guard case .field(let field) = error else { throw Unexpected() }
            #expect(field.pointer == pointer)
        }
    }

    @Test("say in the schema that they may be left out or null, and what a value is like")
    func schema() throws {
        let schema = try Reflection(Patch.self).schema
        #expect(schema.required == nil)
        let nullable = (schema.properties ?? [:]).filter(\.value.nullable).keys.sorted()
        #expect(nullable == ["count", "inner", "name", "tags"])
        #expect(schema.properties?["name"]?.maxLength == 200 && schema.properties?["count"]?.type == .integer)
        #expect(schema.properties?["inner"]?.properties?["loud"]?.nullable == true)
        #expect(schema.properties?["tags"]?.maxItems == 2)
        let sample = try coding.encode(try Reflection(Patch.self).sample)
        #expect(try read(String(decoding: sample, as: UTF8.self)).count == .set(1))
        #expect(try coding.decode(Schema.self, from: try coding.encode(schema)) == schema)
    }

    @Test("are applied to what is there")
    func applied() {
        #expect(Change<Int>.keep.applied(to: 1) == 1)
        #expect(Change<Int>.clear.applied(to: 1) == nil)
        #expect(Change.set(2).applied(to: 1) == 2 && Change.set(2).applied(to: nil) == 2)
    }

    struct Unexpected: Error {}
}
