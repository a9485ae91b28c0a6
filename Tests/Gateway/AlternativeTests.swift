import Messages
import Testing

@testable import Gateway

@Suite("Fields that may be written in several ways")
struct AlternativeTests {
    private func faults(_ value: JSONValue, _ schema: Schema = PrizeStructure.schema) -> [String] {
        var check = SchemaCheck()
        check.check(value, schema, at: "/prizes")
        return check.errors.map { "\($0.pointer) \($0.code)" }
    }

    @Test("are taken in each of them")
    func taken() {
        #expect(faults([.integer(50), "30"]) == [])
        #expect(faults([["rank": .integer(1), "percent": "5"], ["rank": "2-3", "weight": .integer(1)]]) == [])
        #expect(faults(["1": "50", "2-3": .integer(5), "4": ["amount": "1.00", "currency": "EUR"]]) == [])
    }

    @Test("and what is wrong is found in the way that was meant, where that can be seen")
    func refused() {
        #expect(faults("50") == ["/prizes wrong_type"])
        #expect(faults(.null) == ["/prizes wrong_type"])
        #expect(faults([.number]) == ["/prizes/0 wrong_type"])
        #expect(faults([["percent": "5", "colour": "red"]]) == ["/prizes/0/colour unknown_field"])
        #expect(faults(["1": .boolean(true)]) == ["/prizes/1 wrong_type"])
        #expect(faults(["1": ["amount": "1.00"]]) == ["/prizes/1/currency required"])
        #expect(faults(.array(Array(repeating: .integer(1), count: 201))) == ["/prizes too_many_items"])
        let long = Dictionary(uniqueKeysWithValues: (1...201).map { ("\($0)", JSONValue.integer(1)) })
        #expect(faults(.object(long)) == ["/prizes too_many_items"])
    }

    @Test("stand in the catalogue and in the documents as what they are")
    func shown() throws {
        let schema = PrizeStructure.schema
        let coding = WireCoding()
        #expect(try coding.decode(Schema.self, from: coding.encode(schema)) == schema)
        guard case .object(let shown) = SchemaDocument.json(schema), case .array(let ways)? = shown["oneOf"],
            case .object(let map) = ways[0], case .object(let list) = ways[1]
        else { throw NotShown() }
        #expect(shown["type"] == nil && ways.count == 2)
        #expect(map["type"] == "object" && map["maxProperties"] == .integer(200) && list["type"] == "array")
        guard case .object(let member)? = map["additionalProperties"], case .array(let shares)? = member["oneOf"] else {
            throw NotShown()
        }
        #expect(shares.last == SchemaDocument.reference("Money"))
    }

    private struct NotShown: Error {}
}
