import Messages
import Testing

@Suite("Events as bytes") struct EventBytesTests {
    private let hold = ID<Hold>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    private let user = ID<User>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)
    private let transaction = ID<LedgerTransaction>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0003)

    // Links are hashes of these bytes: another way to write the same values would look like tampering.
    @Test("are written exactly so")
    func bytes() throws {
        let money = Money(Amount(1250), Currency(code: "EUR", scale: 2))
        let placed = HoldPlaced(hold: hold, user: user, money: money, purpose: "bet/1", transaction: transaction)
        let record = EventRecord(
            source: "wallet", incarnation: 1, sequence: 7, type: HoldPlaced.type, version: HoldPlaced.version,
            subject: placed.subject, severity: .warning, time: Timestamp(milliseconds: 1_800_000_000_007),
            actor: "service:betting", causation: "betting:3", traceparent: "00-0a-0b-01", data: placed)
        let expected = """
            {"actor":"service:betting","causation":"betting:3","data":{"hold":"\(hold.text)","money":\
            {"amount":"12.50","currency":"EUR"},"purpose":"bet/1","transaction":"\(transaction.text)",\
            "user":"\(user.text)"},"dataversion":1,"id":"wallet/1/7","incarnation":1,"sequence":"0000000000000000007",\
            "severity":"warning","source":"/croupier/wallet","specversion":"1.0","subject":"hold/\(hold.text)",\
            "time":"2027-01-15T08:00:00.007Z","traceparent":"00-0a-0b-01","type":"wallet.hold-placed"}
            """
        #expect(String(decoding: try WireCoding().encode(record), as: UTF8.self) == expected)
        #expect(String(decoding: try record.bytes(WireCoding()), as: UTF8.self) == expected)
    }

    private func expectSame<E: Event>(_ event: E, text: String) throws {
        let record = EventRecord(
            source: text, incarnation: .max, sequence: .min, type: E.type + text, version: E.version,
            subject: Subject(text, text), severity: E.severity, time: Timestamp(milliseconds: -1), actor: text,
            credential: text.isEmpty ? nil : text, causation: text, traceparent: text, data: event)
        let (written, encoded) = (try record.bytes(WireCoding()), try WireCoding().encode(record))
        #expect(written == encoded, "\(String(decoding: encoded, as: UTF8.self))")
    }

    private struct Thing: Event {
        static let type = "test.thing"
        var text: String?
        var subject: Subject { Subject("thing", "1") }
    }

    @Test("are the same as the encoder writes, whatever stands in a text")
    func anyText() throws {
        let scalars = (0...0x2ff).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{2029}", "\u{fffd}", "\u{1f3b2}"]
        for scalar in scalars { try expectSame(Thing(text: "a\(scalar)b"), text: "\(scalar)") }
        for text in ["", "a/b", "</script>", "e\u{301}", "\r\n"] { try expectSame(Thing(), text: text) }
    }

    /// Both ways of reading; that the short one is taken shows in what it does not pass on.
    private func expectSameReading(_ bytes: [UInt8]) {
        let (read, decoded) = (
            try? EventAttributes(bytes, WireCoding()), try? WireCoding().decode(EventAttributes.self, from: bytes)
        )
        #expect(read == decoded, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test("are read as the decoder reads them, whatever stands in them")
    func reading() throws {
        let money = Money(Amount(1250), Currency(code: "EUR", scale: 2))
        let placed = HoldPlaced(hold: hold, user: user, money: money, purpose: "bet/1", transaction: transaction)
        let record = EventRecord(
            source: "wallet", incarnation: 1, sequence: 7, type: HoldPlaced.type, version: HoldPlaced.version,
            subject: placed.subject, severity: .warning, time: Timestamp(milliseconds: 1_800_000_000_007),
            actor: "service:betting", credential: "key/1", causation: "betting:3", traceparent: "00-0a-0b-01",
            data: placed)
        let bytes = try record.bytes(WireCoding())
        #expect(try EventAttributes(bytes, WireCoding()).sequence == 7)
        expectSameReading(bytes)
        // Each byte left out, doubled and put in the place of each other kind of byte.
        for index in bytes.indices {
            expectSameReading(Array(bytes[..<index]) + bytes[(index + 1)...])
            expectSameReading(Array(bytes[...index]) + bytes[index...])
            for byte in Array("\"\\{}[],:0-9.eE tfn\u{0}\u{7f}ä".utf8) {
                var changed = bytes
                changed[index] = byte
                expectSameReading(changed)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let number = "\"0000000000000000007\""
        for sequence in [
            "7", "007", "-0", "7.0", "7e0", "9223372036854775808", "-7", "\"\"", "\"7\"", "\"-7\"", "\"+7\"",
            "\"9999999999999999999\"", "\"00000000000000000007\"", "\"7 \"", "null",
        ] { expectSameReading(Array(text.replacing(number, with: sequence).utf8)) }
        #expect(try EventAttributes(Array(text.replacing(number, with: "7").utf8), WireCoding()).sequence == 7)
        for (old, new) in [
            ("\"dataversion\":1", "\"dataversion\":99999999999"), ("warning", "unheard-of"),
            ("\"data\":{", "\"data\":{\"a\":[],\"b\":[1,-2,null,true,false,{}],\"c\":[[[\"\"]]],"),
            ("\"data\":{", "\"data\":{\"a\":[1,],"), ("\"data\":{", "\"data\":{\"a\" :1,"),
            ("\"data\":{", "\"data\":{\"a\":truth,"), ("\"data\":{", "\"data\":{\"a\":01,"),
            ("\"data\":{", "\"data\":{\"a\":-,"), ("2027-01-15T08", "2027-13-15T08"), ("betting:3", "b\u{e4}"),
            ("{\"actor\"", " {\"actor\""), ("hold-placed\"}", "hold-placed\"} "),
            ("hold-placed\"}", "hold-placed\",\"zone\":1}"), ("\"data\":{", "\"data\":null,\"x\":{"),
        ] { expectSameReading(Array(text.replacing(old, with: new, maxReplacements: 1).utf8)) }
        expectSameReading([])
    }

    private func sample<E: Event>(_ type: E.Type) throws -> any Event { try Reflection(type).sample }

    @Test("are the same as the encoder writes, whatever the event")
    func anyEvent() throws {
        let types: [any Event.Type] = [
            AdminBootstrapped.self, AuditGapFound.self, BetPlaced.self, BetRejected.self, BetSettled.self,
            CatalogueAnnounced.self, ClockJumped.self, DepositApproved.self, DepositRejected.self,
            DepositRequested.self, EventCancelled.self, EventCancelling.self, EventChanged.self,
            EventCreated.self, EventFinished.self, EventOpened.self, EventSettling.self, EventStarted.self,
            HistoryLost.self, HoldCaptured.self, HoldPlaced.self, HoldReleased.self, MessageQuarantined.self,
            Paid.self, PlayAdded.self, PlayScored.self, RaffleCreated.self, RoleGranted.self, SagaStuck.self,
            ServiceStarted.self, SessionEnded.self, SessionOpened.self, SignInFailed.self, UserRegistered.self,
        ]
        for type in types { try expectSame(try sample(type), text: "bet/1") }
    }

    @Test("have beside them an empty reply: an empty object")
    func nothing() throws {
        #expect(try WireCoding().encode(Nothing()) == Array("{}".utf8))
    }
}
