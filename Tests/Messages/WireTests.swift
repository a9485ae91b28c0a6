import Messages
import Testing

@Suite("Headers") struct HeaderTests {
    @Test("survive their bytes")
    func roundTrip() throws {
        var header = Header(.command)
        header[.operation] = "betting.place-bet"
        header[.id] = "key with spaces"
        header.set(.deadline, 12)
        let read = try #require(Header(bytes: header.bytes))
        #expect(read == header)
        #expect(read[.id] == "key with spaces")
        #expect(read.number(.deadline) == 12)
    }

    @Test("pass over fields of a later version")
    func unknownField() throws {
        let header = try #require(Header(bytes: Array("croupier/1 query\nnovelty yes\nid 5".utf8)))
        #expect(header[.id] == "5")
    }

    @Test(
        "of a wrong form are not read",
        arguments: [
            "", "croupier/2 query", "croupier/1", "croupier/1 shout", "croupier/1 query\nid", "croupier/1 query\n",
            "croupier/1 query\nid 1\nid 2",
        ])
    func malformed(text: String) { #expect(Header(bytes: Array(text.utf8)) == nil) }

    @Test("that are too long or no UTF-8 are not read")
    func garbage() {
        #expect(Header(bytes: [0xff, 0xfe, 0x00]) == nil)
        let long = "croupier/1 query\nid " + String(repeating: "x", count: Header.byteLimit)
        #expect(Header(bytes: Array(long.utf8)) == nil)
    }

    @Test("take no value with a line break in it, so that none can add a field")
    func injection() {
        var header = Header(.query)
        header[.id] = "x\nactor service:wallet"
        #expect(header[.id] == nil)
        #expect(Header(bytes: header.bytes)?[.actor] == nil)
    }
}

@Suite("Schemas") struct SchemaTests {
    struct Inner: Codable, Sendable {
        let note: Note?
        let count: Int64
    }
    struct Outer: Codable, Sendable {
        let money: Money
        let user: ID<User>
        let inner: [Inner]
        let flag: Bool?
        let kind: TransactionKind
    }

    @Test("are what the type reads: every field, its type, and whether it must be there")
    func reflected() throws {
        let reflection = try Reflection(Outer.self)
        let schema = reflection.schema
        #expect(schema.required == ["inner", "kind", "money", "user"])
        #expect(schema.properties?["flag"]?.type == .boolean)
        #expect(schema.properties?["user"]?.format == "uuid")
        #expect(schema.properties?["inner"]?.items?.required == ["count"])
        #expect(schema.properties?["money"]?.properties?["amount"]?.pattern != nil)
        #expect(schema.properties?["kind"]?.values?.contains("unknown") == false)
        let coding = WireCoding()
        let sample = try coding.encode(reflection.sample)
        _ = try coding.decode(Outer.self, from: sample)
        #expect(try coding.decode(Schema.self, from: try coding.encode(schema)) == schema)
    }

    @Test("let a reader of an older version meet a new value where the type allows it")
    func unknownCase() throws {
        let coding = WireCoding()
        #expect(try coding.decode([TransactionKind].self, from: Array("[\"teleport\"]".utf8)) == [.unknown])
        #expect(throws: DecodingError.self) { try coding.decode([Role].self, from: Array("[\"wizard\"]".utf8)) }
    }

    @Test("of wrong input name the field by pointer")
    func faults() throws {
        let coding = WireCoding()
        func fault(_ json: String) -> InputFault? {
            do { _ = try coding.decodeInput(Inner.self, from: Array(json.utf8)) } catch { return error }
            return nil
        }
        #expect(fault("{") == .notJSON)
        #expect(fault("{}") == .field(.init(pointer: "/count", code: "required", detail: "this field is required")))
        guard case .field(let error)? = fault(#"{"count":1,"note":""}"#) else { throw TestFailure() }
        #expect(error.pointer == "/note")
        #expect(error.code == "invalid_format")
    }

    struct TestFailure: Error {}
}
