import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A service's own events") struct HistoryTests {
    let service: ServiceUnderTest

    /// Event 1 says that it began; 2 to 9 are changes.
    init() throws {
        service = try ServiceUnderTest(CounterService.definition)
        for _ in 2...9 { try add() }
    }

    private func add() throws { _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting").get() }

    private func pull(
        after sequence: Int64, knowing link: [UInt8]? = nil, by peer: String = "audit"
    ) throws -> (status: Int64?, place: Int64?, events: Int, code: String?) {
        var header = Header(.query)
        (header[.operation], header[.reference]) = (PullEvents.name, "pull")
        let request = PullEvents.Request(after: sequence, limit: 100, link: link.map(Base64URL.encode))
        let delivery = Delivery(
            peer: peer, route: [9], header: header, body: try WireCoding().encode(request))
        try service.step([.delivery(delivery)])
        let reply = try #require(service.replies["pull"])
        let problem = try? WireCoding().decode(Problem.self, from: reply.body)
        return (
            reply.header.number(.status), reply.header.number(.sequence),
            problem == nil ? reply.body.split(separator: 10).count : 0, problem?.code
        )
    }

    private func link(_ sequence: Int64) throws -> [UInt8]? {
        try service.reader().first("SELECT link FROM runtime_events WHERE sequence = ?", sequence) { try $0.value(0) }
    }

    private func status() throws -> ServiceStatus {
        try service.ask(GetStatus.self, Nothing(), from: "gateway").get()
    }

    private func altered() throws -> [HistoryFault] {
        try service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") { row in
            let body: [UInt8] = try row.value(0)
            guard try WireCoding().decode(EventAttributes.self, from: body).type == HistoryAltered.type else {
                return nil
            }
            return try WireCoding().decode(EventRecord<HistoryAltered>.self, from: body).data.fault
        }.compactMap(\.self)
    }

    enum Deed: String, CaseIterable { case edited, reordered, missing }

    private func does(_ deed: Deed, _ tamperer: Tamperer) throws {
        switch deed {
        case .edited: try tamperer.edit(5)
        case .reordered: try tamperer.swap(5, 6)
        case .missing: try tamperer.delete(5...5)
        }
    }

    @Test(
        "are given out up to one that is not as it was written, and then the place is named",
        arguments: Deed.allCases, [false, true])
    func tampered(_ deed: Deed, isRelinked: Bool) throws {
        let tamperer = try Tamperer(service)
        try does(deed, tamperer)
        if isRelinked { try tamperer.relink() }
        let before = try pull(after: 2)
        #expect(before.status == 200 && before.events == 2)
        let found = try pull(after: 4)
        #expect(found.status == 409 && found.place == 5 && found.code == "history_\(deed.rawValue)")
        #expect(try status().complaint.contains("event 5") && !(try status().isReady))
        try service.restart()
        #expect(try pull(after: 4).place == 5, "a restart makes it no better")
    }

    @Test("are given out behind what was edited to whoever read that before, whatever was done to the links between")
    func behind() throws {
        let link = try link(7)
        let tamperer = try Tamperer(service)
        try tamperer.edit(5)
        try tamperer.relink(withHead: false)
        try service.restart()
        #expect(try pull(after: 7, knowing: link).events == 3)
        #expect(try pull(after: 4).place == 5 && altered() == [])
    }

    @Test("name the one that was edited, and not the next, where all links and the head were made anew behind it")
    func editedUnderNewHead() throws {
        let link = try link(9)
        let tamperer = try Tamperer(service)
        try tamperer.edit(7)
        try tamperer.relink()
        try service.restart()
        #expect(try altered() == [HistoryFault(.edited, 7)])
        try add()
        let found = try pull(after: 9, knowing: link)
        #expect(found.place == 7 && found.code == "history_edited")
    }

    @Test("are not given out without their seals")
    func noSeal() throws {
        try Tamperer(service).database.run("UPDATE runtime_events SET seal = NULL WHERE sequence = 5")
        #expect(try pull(after: 4).code == "history_edited")
    }

    @Test("are given out again once they are put right")
    func repaired() throws {
        let tamperer = try Tamperer(service)
        try tamperer.edit(5)
        #expect(try pull(after: 4).place == 5)
        try tamperer.edit(5)
        #expect(try pull(after: 4).events == 5)
        #expect(try status().isReady)
    }

    @Test(
        "go on with their true numbers and links where the last of them were cut off, and the first missing one is named"
    )
    func cutTail() throws {
        let link = try link(9)
        try Tamperer(service).delete(7...9)
        try service.restart()
        #expect(try altered() == [HistoryFault(.missing, 7)])
        try add()
        #expect(try pull(after: 6).place == 7)
        #expect(try pull(after: 9, knowing: link).events == 3, "who has read them goes on, by what is sealed behind")
        #expect(try pull(after: 9, knowing: SHA256.hash([1])).place == 9)
        #expect(try pull(after: 9).place == 9, "who knows nothing of it does not")
        #expect(try !status().isReady)
        try service.restart()
        #expect(try altered().count == 1, "what was told is not told again")
    }

    @Test("tell that they were cut off where the counters were turned back too, since nobody else can seal a head")
    func turnedBack() throws {
        let link = try link(9)
        let tamperer = try Tamperer(service)
        try tamperer.delete(7...9)
        try tamperer.relink()
        try service.restart()
        #expect(try altered() == [HistoryFault(.unsealed, 7)])
        #expect(try pull(after: 6).events == 2)
        let found = try pull(after: 9, knowing: link)
        #expect(found.code == "history_truncated" && found.place == 9)
    }

    @Test("do not count what somebody put behind the last of them, which is kept aside")
    func forged() throws {
        try Tamperer(service).forge()
        try service.restart()
        #expect(try altered() == [HistoryFault(.forged, 10)])
        #expect(try pull(after: 8).events == 3)
        #expect(try service.reader().rows("SELECT sequence FROM runtime_set_aside") { try $0.value(0) } == [10])
    }

    @Test("are not given out to whoever read other ones from the same place, or more of them")
    func forked() throws {
        let forked = try pull(after: 5, knowing: SHA256.hash([1]), by: "subscriber")
        #expect(forked.status == 409 && forked.place == 5 && forked.code == "history_forked")
        let truncated = try pull(after: 12, knowing: SHA256.hash([1]), by: "subscriber")
        #expect(truncated.status == 409 && truncated.place == 10 && truncated.code == "history_truncated")
        #expect(try pull(after: 5, knowing: link(5)).events == 4)
        #expect(try status().isReady, "anybody may say that they have read something else")
    }

    @Test("from before there were seals are still given out, and sealing is told to begin, once")
    func old() throws {
        let started = { [service] in
            try service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") { row in
                try WireCoding().decode(EventAttributes.self, from: row.value(0, as: [UInt8].self)).type
                    == ServiceStarted.type
                    ? try WireCoding().decode(EventRecord<ServiceStarted>.self, from: row.value(0)).data : nil
            }.compactMap(\.self)
        }
        #expect(try started().map(\.sealedFrom) == [1])
        let tamperer = try Tamperer(service)
        try tamperer.database.run("UPDATE runtime_events SET seal = NULL")
        try tamperer.database.run("UPDATE runtime_self SET head_sequence = NULL, head_link = NULL, head_seal = NULL")
        try service.restart()
        try service.restart()
        #expect(try started().map(\.sealedFrom) == [1, 10, nil])
        #expect(try pull(after: 0).events == 11 && altered() == [])
        try tamperer.edit(3)
        #expect(try pull(after: 0).events == 2 && pull(after: 2).code == "history_edited")
    }

    @Test("cannot have their head taken away as if there had never been one")
    func headTaken() throws {
        try Tamperer(service).database.run("UPDATE runtime_self SET head_seal = NULL, sealed_from = 1000")
        try service.restart()
        #expect(try altered() == [HistoryFault(.unsealed, 10)])
        try Tamperer(service).edit(4)
        #expect(try pull(after: 3).place == 4)
    }

    // MARK: - Proving

    private func prove(after: Int64, through: Int64, expecting last: [UInt8]?) throws -> ProveChain.Reply {
        let request = ProveChain.Request(
            after: after, link: Base64URL.encode(try link(after) ?? EventLink.first), through: through,
            expected: Base64URL.encode(last ?? []))
        return try service.call(ProveChain.self, request, from: .audit).get()
    }

    @Test("are computed anew from their bytes when audit asks, which is told each link where they lead elsewhere")
    func proof() throws {
        let (second, seventh) = (try link(2), try link(7))
        #expect(try prove(after: 2, through: 7, expecting: seventh).links == [])
        let other = try prove(after: 2, through: 7, expecting: second)
        #expect(other.links.count == 5 && other.links.last == seventh.map(Base64URL.encode) && other.fault == nil)
        try Tamperer(service).edit(4)
        #expect(try prove(after: 2, through: 7, expecting: seventh).fault == HistoryFault(.edited, 4))
        try Tamperer(service).delete(6...6)
        let holed = try prove(after: 4, through: 7, expecting: seventh)
        #expect(holed.fault == HistoryFault(.missing, 6) && holed.links.count == 1)
        let request = ProveChain.Request(after: 4, link: "", through: 4 + ProveChain.limit + 1, expected: "")
        #expect(try service.call(ProveChain.self, request, from: .audit).code == "invalid_request")
        #expect(try service.call(ProveChain.self, request, from: .betting).code == "forbidden")
    }
}
