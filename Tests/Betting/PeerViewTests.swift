import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Peer bets, as people see them,") struct PeerViewTests {
    @Test("name who takes part to those who do, the arbiter and admins, and to nobody else")
    func names() throws {
        let hall = try PeerHall()
        let bet = try hall.joined { $0.arbiter = hall.judge.user }
        _ = try hall.resolve(bet, "Ann", by: hall.ann).get()
        for reader in [hall.ann, hall.ben, hall.judge, hall.admin] {
            let seen = try hall.bet(bet.id, to: reader)
            #expect(seen.participants?.map(\.participant) == [hall.ann, hall.ben].map(\.user.text))
            #expect(seen.participants?.map(\.proposal) == ["Ann", nil])
        }
        let seen = try hall.bet(bet.id, to: hall.stranger)
        let names = try #require(seen.participants?.map(\.participant))
        #expect(Set(names).count == 2 && seen.creator == names[0] && seen.pot.amount.text == "40.00")
        #expect(!names.contains { [hall.ann, hall.ben].map(\.user.text).contains($0) })
        #expect(seen.participants?.map(\.proposal) == [nil, nil])
        let other = try hall.bet(try hall.joined().id, to: hall.stranger)
        let others = Set(try #require(other.participants).map(\.participant))
        #expect(others.isDisjoint(with: names))
    }

    @Test("are listed where they belong, by state, and page by page")
    func lists() throws {
        let hall = try PeerHall()
        func next() { hall.service.now = hall.service.now.adding(milliseconds: 1) }
        let open = try hall.made { $0.places = 3 }
        next()
        let linked = try hall.made { $0.visibility = .link }
        next()
        let invited = try hall.made {
            ($0.visibility, $0.invited, $0.arbiter) = (.invited, [hall.ben.user], hall.judge.user)
        }
        next()
        let full = try hall.joined()
        #expect(try hall.list(nil, by: hall.ann) == [full.id, invited.id, linked.id, open.id])
        #expect(try hall.list(.own, by: hall.ben) == [full.id])
        #expect(try hall.list(.open, by: hall.stranger) == [open.id])
        #expect(try hall.list(.invited, by: hall.ben) == [invited.id])
        #expect(try hall.list(.arbiter, by: hall.judge) == [invited.id])
        #expect(try hall.list(.own, status: .locked, by: hall.ann) == [full.id])
        #expect(try hall.list(.all, by: hall.admin).count == 4)
        #expect(try hall.list(.all, status: .created, by: hall.admin) == [invited.id, linked.id, open.id])
        #expect(try hall.service.ask(ListPeerBets.self, .init(show: .all), by: hall.ann).status == 403)
        let limit = try WireCoding().decode(PageLimit.self, from: Array("3".utf8))
        let page = try hall.service.ask(ListPeerBets.self, .init(limit: limit), by: hall.ann).get()
        #expect(page.items.count == 3 && page.items.allSatisfy { $0.participants == nil })
        let rest = try hall.service.ask(
            ListPeerBets.self, .init(limit: limit, cursor: page.next.map { Cursor(trusted: $0) }), by: hall.ann
        ).get()
        #expect(rest.items.map(\.id) == [open.id] && rest.next == nil)
    }

    @Test("are seen and joined by link without being listed, and by invitation by nobody else")
    func visibility() throws {
        let hall = try PeerHall()
        let invited = try hall.made {
            ($0.visibility, $0.invited, $0.arbiter) = (.invited, [hall.ben.user], hall.judge.user)
        }
        #expect(try hall.service.ask(GetPeerBet.self, .init(bet: invited.id), by: hall.stranger).status == 404)
        #expect(try hall.ask(toJoin: invited, by: hall.stranger).status == 404)
        #expect(try hall.cancel(invited, by: hall.stranger).status == 404)
        #expect(try hall.ask(toJoin: invited, by: hall.admin).status == 403, "who may look may not join")
        for reader in [hall.judge, hall.admin, hall.ben] {
            #expect(try hall.bet(invited.id, to: reader).id == invited.id)
        }
        #expect(try hall.join(invited, by: hall.ben).status == .locked)
        let linked = try hall.made { $0.visibility = .link }
        #expect(try hall.join(linked, by: hall.stranger).status == .locked)
        #expect(try hall.service.ask(GetPeerBet.self, .init(bet: linked.id)).status == 401)
    }

    @Test("count as open stakes until they are paid, and from when they are tried")
    func leaving() throws {
        let hall = try PeerHall()
        func code(_ user: Statement) throws -> String? {
            try hall.service.call(CheckSettled.self, .init(user: user.user), from: .identity).code
        }
        let bet = try hall.made()
        #expect(try code(hall.ann) == "stakes_open" && code(hall.ben) == nil)
        _ = try hall.ask(toJoin: bet, by: hall.ben)
        #expect(try code(hall.ben) == "stakes_open")
        try hall.hold()
        for user in [hall.ann, hall.ben] { _ = try hall.resolve(bet, "Ben", by: user).get() }
        #expect(try code(hall.ann) == "stakes_open", "it is decided and not yet paid")
        try hall.pay()
        #expect(try code(hall.ann) == nil && code(hall.ben) == nil)
    }

    @Test("keep their words out of events, prove them by a digest, and forget them with their creator")
    func words() throws {
        let hall = try PeerHall()
        let bet = try hall.joined()
        _ = try hall.dispute(bet, by: hall.ben).get()
        let events: [String] = try hall.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
        for word in ["Chess on", "without clocks", "He had help"] { #expect(!events.contains { $0.contains(word) }) }
        #expect(events.contains { $0.contains(bet.termsDigest) })
        _ = try hall.resolve(bet, "void", by: hall.admin).get()
        try hall.pay()
        func forget(_ user: Statement) throws {
            while try !hall.service.call(ForgetPerson.self, .init(user: user.user), from: .identity).get().isDone {
                try hall.service.step()
            }
        }
        try forget(hall.ben)
        #expect(try hall.bet(bet.id).title == "Chess on Sunday" && hall.bet(bet.id).dispute?.reason == nil)
        try forget(hall.ann)
        let left = try hall.bet(bet.id, to: hall.admin)
        #expect(left.title == "forgotten" && left.terms == nil && left.termsSalt.isEmpty)
        #expect(left.outcomes.map(\.name) == ["forgotten", "forgotten"])
        #expect(try hall.violations() == [])
    }
}
