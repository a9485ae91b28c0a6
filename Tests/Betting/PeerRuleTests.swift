import Messages
import Testing

@testable import Betting

@Suite("Peer bet rules") struct PeerRuleTests {
    private func split(
        _ stakes: [(Int, Int64)], _ verdict: PeerVerdict, fee: Int64 = 0
    ) throws -> (PeerBetEnding, Int64, [Int64]) {
        let split = try PeerSplit(
            of: stakes.map { .init(outcome: $0.0, amount: Amount($0.1)) }, verdict: verdict, feePoints: fee)
        return (split.ending, split.fee.units, split.payouts.map(\.units))
    }

    @Test("stakes come back first, and what the others lost is shared in proportion")
    func shares() throws {
        #expect(try split([(0, 3000), (1, 1000)], .outcome(0)) == (.payout, 0, [4000, 0]))
        #expect(try split([(0, 3000), (1, 1000)], .outcome(1)) == (.payout, 0, [0, 4000]))
        #expect(try split([(0, 1000), (1, 700), (0, 2000)], .outcome(0)) == (.payout, 0, [1233, 0, 2467]))
        // Three share 100: the odd unit goes to who came first.
        #expect(try split([(0, 1), (0, 1), (1, 100), (0, 1)], .outcome(0)) == (.payout, 0, [35, 34, 0, 34]))
    }

    @Test("the fee is of what is won, half to even, and never of a stake")
    func fees() throws {
        #expect(try split([(0, 3000), (1, 1000)], .outcome(0), fee: 250) == (.payout, 25, [3975, 0]))
        // 2.5 and 3.5 units.
        #expect(try split([(0, 50), (1, 50)], .outcome(0), fee: 500) == (.payout, 2, [98, 0]))
        #expect(try split([(0, 70), (1, 70)], .outcome(0), fee: 500) == (.payout, 4, [136, 0]))
        #expect(try split([(0, 1), (1, 100)], .outcome(0), fee: 9999) == (.payout, 100, [1, 0]))
    }

    @Test("every stake goes back whole where it is void, nobody backed the outcome, or nobody another")
    func refunds() throws {
        let stakes: [(Int, Int64)] = [(0, 3000), (1, 1000)]
        #expect(try split(stakes, .void, fee: 500) == (.refund, 0, [3000, 1000]))
        #expect(try split(stakes, .outcome(2), fee: 500) == (.refund, 0, [3000, 1000]))
        #expect(try split([(0, 3), (0, 1)], .outcome(0), fee: 500) == (.refund, 0, [3, 1]))
    }

    @Test(
        "however a pot is made up, it is given out exactly, and nobody who was right loses",
        arguments: 0..<300 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let outcomes = Int.random(in: 2...5, using: &random)
        let most: Int64 = Bool.random(using: &random) ? 20 : 90_000_000_000_000_000
        let stakes = (0..<Int.random(in: 1...100, using: &random)).map { _ in
            PeerSplit.Stake(
                outcome: .random(in: 0..<outcomes, using: &random),
                amount: Amount(.random(in: 1...most, using: &random)))
        }
        let verdict: PeerVerdict =
            Int.random(in: 0..<10, using: &random) == 0 ? .void : .outcome(.random(in: 0..<outcomes, using: &random))
        let points = Int64.random(in: 0..<10_000, using: &random)
        let split = try PeerSplit(of: stakes, verdict: verdict, feePoints: points)
        #expect(try split.payouts.total() + split.fee == stakes.map(\.amount).total())
        for (stake, payout) in zip(stakes, split.payouts) {
            let isRight = split.ending == .refund || .outcome(stake.outcome) == verdict
            #expect(isRight ? payout >= stake.amount : payout == .zero)
            if split.ending == .refund { #expect(payout == stake.amount) }
        }
        // More staked on the same brings no less, and the order only moves units that were left over.
        let winners = zip(stakes, split.payouts).filter { .outcome($0.0.outcome) == verdict }
        for (left, right) in zip(winners, winners.dropFirst()) where left.0.amount > right.0.amount {
            #expect(left.1 >= right.1)
        }
        let backwards = try PeerSplit(of: stakes.reversed(), verdict: verdict, feePoints: points)
        #expect(backwards.fee == split.fee && backwards.ending == split.ending)
        #expect(zip(backwards.payouts.reversed(), split.payouts).allSatisfy { abs($0.units - $1.units) <= 1 })
        // A fee brings nobody more, but for a unit that was left over.
        let free = try PeerSplit(of: stakes, verdict: verdict, feePoints: 0)
        #expect(zip(free.payouts, split.payouts).allSatisfy { $0.units + 1 >= $1.units })
    }

    @Test("what is said is agreed when all have said the same, and disputed when two differ")
    func agreement() {
        #expect(PeerAgreement([nil, nil]) == .open)
        #expect(PeerAgreement([.outcome(1), nil]) == .open)
        #expect(PeerAgreement([.outcome(1), .outcome(1)]) == .agreed(.outcome(1)))
        #expect(PeerAgreement([.void, .void, .void]) == .agreed(.void))
        #expect(PeerAgreement([.outcome(0), nil, .outcome(1)]) == .disputed)
        #expect(PeerAgreement([.outcome(0), .void]) == .disputed)
    }

    private typealias State = PeerBetStatus

    @Test("deadlines demand what the state has not brought about, from their millisecond on")
    func deadlines() {
        let (join, resolve) = (Timestamp(milliseconds: 1000), Timestamp(milliseconds: 2000))
        func due(_ state: State, _ now: Int64) -> PeerBetDue {
            PeerBetDue(state, joinDeadline: join, resolveBy: resolve, at: Timestamp(milliseconds: now))
        }
        for state in State.allCases { #expect(due(state, 999) == .nothing) }
        #expect(due(.created, 1000) == .callOff && due(.joined, 1000) == .lock && due(.joined, 2000) == .callOff)
        #expect(due(.locked, 1999) == .nothing && due(.locked, 2000) == .callOff)
        #expect(due(.resolving, 1999) == .nothing && due(.resolving, 2000) == .dispute)
        for state in [State.disputed, .resolved, .paid, .cancelling, .cancelled, .reserved] {
            #expect(due(state, 5000) == .nothing)
        }
        let never = PeerBetDue(.joined, joinDeadline: nil, resolveBy: nil, at: Timestamp(milliseconds: .max))
        #expect(never == .nothing)
    }

    @Test("a fee is a percentage with at most two decimals", arguments: ["100", "-1", "3.333", "-0"])
    func wrongFee(text: String) throws {
        #expect(PeerFee.basisPoints(of: try #require(DecimalText(text))) == nil)
        #expect(BettingSettings().withPeerFee(percent: text) == nil)
    }

    @Test("the platform's fee is set in percent")
    func setFee() {
        #expect(BettingSettings().peerFeePoints == 0)
        #expect(BettingSettings().withPeerFee(percent: "2.5")?.peerFeePoints == 250)
        #expect(BettingSettings().withPeerFee(percent: "half") == nil)
    }
}
