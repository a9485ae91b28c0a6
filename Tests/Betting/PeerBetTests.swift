import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Peer bets") struct PeerBetTests {
    @Test("hold stakes without bonus, capture them, and pay who was right with the stakes first")
    func whole() throws {
        let hall = try PeerHall()
        let bet = try hall.made { $0.fee = "2.5" }
        #expect(bet.status == .created && bet.participantCount == 1 && bet.pot.amount.text == "30.00")
        #expect(bet.outcomes.map(\.stake.amount.text) == ["30.00", "10.00"])
        let joined = try hall.join(bet, by: hall.ben)
        #expect(joined.status == .locked && joined.lockedAt != nil && joined.pot.amount.text == "40.00")
        #expect(hall.held.map(\.withoutBonus) == [true, true])
        #expect(hall.captured.map(\.hold) == hall.held.map(\.hold))
        #expect(hall.captured.allSatisfy { $0.escrow == "peer-bet/\(bet.id)" && $0.kind == .peerStake })

        #expect(try hall.resolve(bet, "Ann", by: hall.ann).get().status == .resolving)
        let resolved = try hall.resolve(bet, "Ann", by: hall.ben).get()
        #expect(resolved.status == .resolved && resolved.result?.outcome == "Ann")
        #expect(resolved.result?.decidedBy == .agreement && resolved.result?.fee.amount.text == "0.25")
        try hall.pay()
        #expect(hall.paid.map(\.recipient) == [.returns, .house])
        #expect(hall.paid.first?.user == hall.ann.user && hall.paid.first?.holds?.items == [hall.held[0].hold])
        #expect(hall.paid.map(\.kind) == [.peerPayout, .fee])
        #expect(try hall.payments() == [3975, 25])
        let paid = try hall.bet(bet.id)
        #expect(paid.status == .paid && paid.endedAt != nil)
        #expect(paid.participants?.map(\.payout?.amount.text) == ["39.75", "0.00"])
        #expect(try hall.resolve(bet, "Ann", by: hall.ann).code == "wrong_state")
        #expect(hall.news(.peerBetJoined) == [hall.ann.user] && hall.news(.peerBetPaid) == [hall.ann.user])
        #expect(hall.news(.peerBetResolved) == [hall.ann.user, hall.ben.user])
        #expect(Set(hall.told.map(\.reference)).count == hall.told.count)
        let told = try hall.service.events().map(\.type).filter { $0.contains(".peer-") }
        #expect(
            told == [
                PeerBetCreated.type, PeerBetJoined.type, PeerBetLocked.type, PeerBetProposed.type, PeerBetProposed.type,
                PeerBetResolved.type, PeerStakeSettled.type, PeerStakeSettled.type, PeerBetPaid.type,
            ])
        #expect(try hall.violations() == [])
    }

    @Test("that cannot be are refused before any money is touched")
    func refused() throws {
        var settings = BettingSettings()
        settings.peerFeePoints = 200
        let hall = try PeerHall(settings)
        let now = hall.service.now
        func code(by user: Statement? = nil, _ change: (inout PeerHall.Draft) -> Void) throws -> String? {
            let answer = try hall.service.ask(CreatePeerBet.self, try hall.request(change), by: user ?? hall.ann)
            return answer.problem?.errors.first?.code
        }
        #expect(try code { $0.currency = "XXX" } == "unknown_currency")
        #expect(try code { $0.outcome = "Cid" } == "unknown_outcome")
        #expect(try code { $0.stakes = [("Cid", "1.00")] } == "unknown_outcome")
        #expect(try code { $0.stakes = [("Ben", "1.00"), ("Ben", "2.00")] } == "stake_twice")
        #expect(try code { $0.stake = "0.00" } == "not_positive")
        #expect(try code { $0.stake = "0.001" } == "too_many_decimals")
        #expect(try code { $0.stakes = [("Ben", "0")] } == "not_positive")
        #expect(try code { $0.joinDeadline = now } == "deadline_not_in_future")
        #expect(try code { $0.resolveBy = now } == "deadline_not_in_future")
        #expect(
            try code {
                ($0.joinDeadline, $0.resolveBy) = (now.adding(seconds: 2), now.adding(seconds: 1))
            } == "deadlines_reversed")
        #expect(try code { $0.arbiter = hall.ann.user } == "arbiter_takes_part")
        #expect(try code { $0.arbiter = TestUsers.statement(99).user } == "unknown_user")
        #expect(
            try code { $0.invited = [hall.ben.user, TestUsers.statement(99).user] } == "unknown_user")
        #expect(try code { $0.resolvedBy = .arbiter } == "arbiter_missing")
        #expect(try code { $0.visibility = .invited } == "nobody_invited")
        #expect(try code { $0.fee = "1.99" } == "fee_too_low")
        #expect(try code { $0.fee = "100" } == "out_of_range")
        #expect(try code { $0.visibility = .unknown } == "invalid_format")
        #expect(try hall.service.ask(CreatePeerBet.self, try hall.request()).status == 401)
        #expect(try hall.service.takeCall(PlaceHold.self, to: .wallet) == nil)
        #expect(try code(by: hall.admin) { $0.fee = "1.99" } == nil, "an admin may ask for less")
        #expect(OutcomeNames(["A"].map { OutcomeName(trusted: $0) }) == nil)
        #expect(OutcomeNames(["A", "a"].map { OutcomeName(trusted: $0) }) == nil)
        #expect(OutcomeNames(["A", "Void"].map { OutcomeName(trusted: $0) }) == nil)
        #expect(PeerBetSize(1) == nil && PeerBetSize(101) == nil)
    }

    @Test("whose stake the wallet refuses leave no row, and say why in the client's own field")
    func poor() throws {
        let hall = try PeerHall()
        let answer = try hall.service.ask(CreatePeerBet.self, try hall.request(), by: hall.ann)
        try hall.hold(refusing: .insufficientFunds)
        let refused = try hall.service.answer(CreatePeerBet.self, try #require(answer.reference))
        #expect(refused.problem?.code == "insufficient_funds")
        #expect(try hall.list(.own, by: hall.ann).isEmpty)
        #expect(try hall.service.events(PeerBetRejected.type).count == 1)
        let bet = try hall.made()
        let late = try hall.ask(toJoin: bet, by: hall.ben)
        try hall.hold(refusing: .insufficientFunds)
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(late.reference)).code == "insufficient_funds")
        #expect(try hall.bet(bet.id).status == .created)
        #expect(try hall.join(bet, by: hall.ben).status == .locked, "and may be tried again")
        #expect(try hall.violations() == [])
    }

    @Test("are made so many times a UTC day; what came to nothing does not count")
    func limit() throws {
        var settings = BettingSettings()
        settings.peerBetsADay = 2
        let hall = try PeerHall(settings)
        _ = try hall.service.ask(CreatePeerBet.self, try hall.request(), by: hall.ann)
        try hall.hold(refusing: .insufficientFunds)
        for _ in 0..<2 { _ = try hall.made() }
        #expect(try hall.service.ask(CreatePeerBet.self, try hall.request(), by: hall.ann).code == "too_many_today")
        #expect(try hall.service.ask(CreatePeerBet.self, try hall.request(), by: hall.ben).reference != nil)
        let day: Int64 = 86_400_000
        hall.service.now = Timestamp(milliseconds: (hall.service.now.milliseconds / day + 1) * day)
        #expect(try hall.service.ask(CreatePeerBet.self, try hall.request(), by: hall.ann).reference != nil)
    }

    @Test("are joined by who may, with the stake that they ask, once")
    func joining() throws {
        let hall = try PeerHall()
        let bet = try hall.made { ($0.places, $0.arbiter) = (3, hall.judge.user) }
        #expect(try hall.ask(toJoin: bet, for: "Cid", by: hall.ben).code == "unknown_outcome")
        #expect(try hall.ask(toJoin: bet, stake: "30.00", by: hall.ben).code == "wrong_stake")
        #expect(try hall.ask(toJoin: bet, by: hall.ann).code == "already_joined")
        #expect(try hall.ask(toJoin: bet, by: hall.judge).code == "arbiter_takes_part")
        let first = try hall.ask(toJoin: bet, stake: "10.00", by: hall.ben)
        #expect(try hall.ask(toJoin: bet, by: hall.ben).code == "already_joined", "also while it is decided")
        try hall.hold()
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(first.reference)).get().status == .joined)
        #expect(try hall.join(bet, for: "Ann", by: hall.cid).participants?.last?.stake.amount.text == "30.00")
        #expect(try hall.ask(toJoin: bet, by: hall.stranger).code == "wrong_state")
    }

    @Test("of two who want the last place one gets it, and the other's stake goes back")
    func lastPlace() throws {
        let hall = try PeerHall()
        let bet = try hall.made()
        let answers = try [hall.ben, hall.cid].map { try hall.ask(toJoin: bet, by: $0).reference }
        try hall.hold()
        guard let (_, header) = try hall.service.takeCall(PlaceHold.self, to: .wallet) else {
            throw WrongTurn(description: "the second hold is not asked for")
        }
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        #expect(try hall.release().count == 1)
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(answers[0])).status == 200)
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(answers[1])).code == "wrong_state")
        #expect(try hall.service.events(PeerBetJoinRejected.type).count == 1)
        #expect(try hall.bet(bet.id).participantCount == 2)
        #expect(try hall.violations() == [])
    }

    @Test("do not end with all on one side")
    func oneSided() throws {
        let hall = try PeerHall()
        let bet = try hall.made { $0.places = 3 }
        try hall.join(bet, for: "Ann", by: hall.ben)
        #expect(try hall.ask(toJoin: bet, for: "Ann", by: hall.cid).code == "one_sided")
        #expect(try hall.join(bet, for: "Ben", by: hall.cid).status == .locked)
    }

    @Test("are locked by their creator, once, when somebody is in")
    func locking() throws {
        let hall = try PeerHall()
        let bet = try hall.made { $0.places = 5 }
        #expect(try hall.lock(bet, by: hall.ann).code == "wrong_state")
        try hall.join(bet, by: hall.ben)
        #expect(try hall.resolve(bet, "Ann", by: hall.ann).code == "wrong_state")
        #expect(try hall.lock(bet, by: hall.ben).status == 403)
        #expect(try hall.lock(bet, by: hall.ann).get().status == .locked)
        #expect(try hall.lock(bet, by: hall.ann).code == "wrong_state")
        #expect(try hall.ask(toJoin: bet, by: hall.cid).code == "wrong_state")
        #expect(try hall.service.events(PeerBetLocked.type).count == 1)
    }
}
