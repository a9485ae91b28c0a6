import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("A peer bet's end") struct PeerEndingTests {
    @Test("is the creator's to bring about until somebody joins, and everybody's after that")
    func cancelling() throws {
        let hall = try PeerHall()
        let alone = try hall.made()
        #expect(try hall.cancel(alone, by: hall.ben).status == 403)
        let cancelled = try hall.cancel(alone, by: hall.ann)
        #expect(try cancelled.status == 200 && cancelled.get().status == .cancelled)
        #expect(try hall.payments() == [3000] && hall.paid[0].recipient == .origin && hall.paid[0].kind == .peerRefund)
        #expect(try hall.cancel(alone, by: hall.ann).code == "wrong_state")
        #expect(try hall.ask(toJoin: alone, by: hall.ben).code == "wrong_state")

        let bet = try hall.joined()
        let once = try hall.cancel(bet, by: hall.ann).get()
        #expect(once.status == .locked && once.participants?.map(\.agreesToCancel) == [true, false])
        #expect(try hall.cancel(bet, by: hall.ann).get().status == .locked, "one cannot agree with oneself")
        #expect(try hall.cancel(bet, by: hall.stranger).status == 403)
        #expect(try hall.cancel(bet, by: hall.ben).get().status == .cancelled)
        #expect(try hall.payments() == [3000, 3000, 1000])
        #expect(hall.news(.peerBetCancelled) == [hall.ann.user, hall.ann.user, hall.ben.user])
        #expect(try hall.service.events(PeerBetCancelled.type).count == 2)
        #expect(try hall.service.events(PeerBetCancelAgreed.type).count == 2)
        #expect(try hall.violations() == [])
    }

    @Test("by calling it off only while both still want that: naming an outcome or a dispute takes it back")
    func oldConsent() throws {
        let hall = try PeerHall()
        for isDisputed in [false, true] {
            let bet = try hall.joined()
            _ = try hall.cancel(bet, by: hall.ann).get()
            let moved =
                isDisputed
                ? try hall.dispute(bet, by: hall.ben).get()
                : try hall.resolve(bet, "Ann", by: hall.ann).get()
            #expect(moved.participants?.map(\.agreesToCancel) == [false, false])
            #expect(try hall.cancel(bet, by: hall.ben).get().status == moved.status, "the loser alone voids nothing")
            #expect(try hall.cancel(bet, by: hall.ann).get().status == .cancelled)
        }
        #expect(try hall.violations() == [])
    }

    @Test("by calling it off turns away who is about to join")
    func cancelWhileJoining() throws {
        let hall = try PeerHall()
        let bet = try hall.made()
        let joining = try hall.ask(toJoin: bet, by: hall.ben)
        #expect(try hall.cancel(bet, by: hall.ann).get().status == .cancelled)
        try hall.hold()
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(joining.reference)).code == "wrong_state")
        #expect(try hall.payments() == [3000])
        #expect(try hall.violations() == [])
    }

    @Test("is answered as under way where the wallet takes its time")
    func patience() throws {
        let hall = try PeerHall()
        let bet = try hall.made()
        let reference = try #require(
            try hall.service.ask(CancelPeerBet.self, .init(bet: bet.id), by: hall.ann).reference)
        hall.service.now = hall.service.now.adding(seconds: 3)
        try hall.service.step()
        #expect(try hall.service.answer(CancelPeerBet.self, reference).get().status == .cancelling)
        try hall.pay()
        #expect(try hall.bet(bet.id).status == .cancelled)
    }

    @Test("is disputed when two say different things, and then its arbiter's to decide")
    func arbiter() throws {
        let hall = try PeerHall()
        let bet = try hall.joined { $0.arbiter = hall.judge.user }
        #expect(try hall.resolve(bet, "Ann", by: hall.judge).code == "wrong_state", "not before it is disputed")
        _ = try hall.resolve(bet, "Ann", by: hall.ann).get()
        #expect(try hall.resolve(bet, "Ben", by: hall.ben).get().status == .disputed)
        #expect(try hall.dispute(bet, by: hall.ben).code == "wrong_state")
        #expect(try hall.resolve(bet, "Ben", by: hall.admin).status == 403, "there is an arbiter")
        #expect(try hall.resolve(bet, "Ben", by: hall.stranger).status == 403)
        #expect(try hall.resolve(bet, "Cid", by: hall.judge).code == "unknown_outcome")
        let decided = try hall.resolve(bet, "Ben", by: hall.judge).get()
        #expect(decided.status == .resolved && decided.result?.decidedBy == .arbiter)
        #expect(try hall.resolve(bet, "Ann", by: hall.judge).code == "wrong_state", "and once")
        try hall.pay()
        #expect(try hall.payments() == [4000] && hall.paid[0].user == hall.ben.user)
        #expect(hall.news(.peerBetDisputed) == [hall.ann.user, hall.ben.user, hall.judge.user])
        #expect(try hall.violations() == [])
    }

    @Test("is an admin's to decide where there is no arbiter, or none who does")
    func admin() throws {
        let hall = try PeerHall()
        let bet = try hall.joined()
        #expect(try hall.resolve(bet, "void", by: hall.admin).code == "wrong_state")
        let disputed = try hall.dispute(bet, by: hall.ben).get()
        #expect(disputed.status == .disputed && disputed.dispute?.reason == "He had help")
        #expect(try hall.bet(bet.id, to: hall.stranger).dispute?.reason == nil)
        #expect(try hall.resolve(bet, "void", by: hall.admin).get().result?.ending == .refund)
        try hall.pay()
        #expect(try hall.payments() == [3000, 1000] && hall.paid.allSatisfy { $0.recipient == .origin })
        #expect(try hall.bet(bet.id).status == .paid)

        let left = try hall.joined { $0.arbiter = hall.judge.user }
        _ = try hall.dispute(left, by: hall.ann).get()
        let admin = TestUsers.statement(6, roles: [.player, .admin], seconds: 30 * 86_400)
        hall.service.now = hall.service.now.adding(seconds: 14 * 86_400 - 1)
        #expect(try hall.resolve(left, "Ann", by: admin).status == 403)
        hall.service.now = hall.service.now.adding(seconds: 1)
        #expect(try hall.resolve(left, "Ann", by: admin).status == 200)
    }

    @Test("is an admin's own word like anybody else's where they take part")
    func ownCause() throws {
        let hall = try PeerHall()
        let bet = try hall.made()
        try hall.join(bet, by: hall.admin)
        _ = try hall.dispute(bet, by: hall.ann).get()
        #expect(try hall.resolve(bet, "Ben", by: hall.admin).get().status == .disputed)
    }

    @Test("is the arbiter's to decide at once where they were appointed for that")
    func appointed() throws {
        let hall = try PeerHall()
        let bet = try hall.joined { ($0.arbiter, $0.resolvedBy) = (hall.judge.user, .arbiter) }
        #expect(try hall.resolve(bet, "Ann", by: hall.judge).get().status == .resolved)
        try hall.pay()
        #expect(try hall.payments() == [4000])
    }

    @Test("may be agreed on after all in a dispute, as an outcome or as a cancellation")
    func reconciled() throws {
        let hall = try PeerHall()
        let bet = try hall.joined()
        _ = try hall.resolve(bet, "Ann", by: hall.ann).get()
        _ = try hall.resolve(bet, "Ben", by: hall.ben).get()
        #expect(try hall.resolve(bet, "Ann", by: hall.ben).get().result?.decidedBy == .agreement)
        try hall.pay()
        let other = try hall.joined()
        _ = try hall.dispute(other, by: hall.ann).get()
        _ = try hall.cancel(other, by: hall.ben).get()
        #expect(try hall.cancel(other, by: hall.ann).get().status == .cancelled)
        #expect(try hall.violations() == [])
    }

    @Test("comes by itself: who is alone at the deadline gets the stake back, who is not is locked in")
    func joinDeadline() throws {
        let hall = try PeerHall()
        let deadline = hall.service.now.adding(seconds: 60)
        let alone = try hall.made { ($0.joinDeadline, $0.places) = (deadline, 3) }
        let joined = try hall.joined { ($0.joinDeadline, $0.places) = (deadline, 3) }
        try hall.wait(until: deadline.adding(milliseconds: -1))
        #expect(try hall.bet(alone.id).status == .created && hall.bet(joined.id).status == .joined)
        let slow = try hall.ask(toJoin: joined, by: hall.cid)
        try hall.wait(until: deadline)
        #expect(try hall.bet(alone.id).status == .cancelled && hall.bet(joined.id).status == .locked)
        try hall.hold()
        #expect(try hall.service.answer(JoinPeerBet.self, try #require(slow.reference)).code == "wrong_state")
        #expect(try hall.ask(toJoin: joined, by: hall.cid).code == "wrong_state")
        #expect(try hall.payments() == [3000])
        #expect(try hall.violations() == [])
    }

    @Test("comes by itself when its time is over: a refund where nobody said anything, a dispute where some did")
    func resolveDeadline() throws {
        let hall = try PeerHall()
        let deadline = hall.service.now.adding(seconds: 60)
        let silent = try hall.joined { $0.resolveBy = deadline }
        let half = try hall.joined { $0.resolveBy = deadline }
        _ = try hall.resolve(half, "Ann", by: hall.ann).get()
        try hall.wait(until: deadline)
        #expect(try hall.bet(silent.id).status == .cancelled && hall.bet(half.id).status == .disputed)
        #expect(try hall.payments() == [3000, 1000])
        #expect(try hall.resolve(silent, "Ann", by: hall.ann).code == "wrong_state")
        #expect(try hall.resolve(half, "Ann", by: hall.ben).get().status == .resolved, "agreed after all")
        #expect(try hall.violations() == [])
    }

    @Test("survives a crash between the decision and the payment, and pays once")
    func crash() throws {
        let hall = try PeerHall()
        let bet = try hall.joined()
        _ = try hall.resolve(bet, "Ann", by: hall.ann).get()
        _ = try hall.resolve(bet, "Ann", by: hall.ben).get()
        try hall.service.restart()
        try hall.service.step()
        try hall.pay()
        #expect(try hall.payments() == [4000])
        #expect(try hall.bet(bet.id).status == .paid)
        #expect(try hall.violations() == [])
    }
}
