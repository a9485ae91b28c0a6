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
            "user":"\(user.text)"},"dataversion":1,"id":"wallet/1/7","incarnation":1,"sequence":7,\
            "severity":"warning","source":"/croupier/wallet","specversion":"1.0","subject":"hold/\(hold.text)",\
            "time":"2027-01-15T08:00:00.007Z","traceparent":"00-0a-0b-01","type":"wallet.hold-placed"}
            """
        #expect(String(decoding: try WireCoding().encode(record), as: UTF8.self) == expected)
    }

    @Test("have beside them an empty reply: an empty object")
    func nothing() throws {
        #expect(try WireCoding().encode(Nothing()) == Array("{}".utf8))
    }
}
