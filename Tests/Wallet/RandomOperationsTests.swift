import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

/// What the wallet should do, in the fewest lines that say it: each unit is followed by itself. Its number is its bucket, in
/// the order in which they are taken: deposit 0, bonus 1, winning 2.
private struct Model {
    struct Stake {
        let user: UInt64
        let end: Timestamp?
        var rest: [Int]
        var escrows: [[Int]] = [[], []]
    }
    var free: [UInt64: [Int64]] = [:]
    var stakes: [Stake] = []
    var escrows: [Int64] = [0, 0]
    /// By escrow: how much of whose bonus their winnings there have made whole.
    var madeWhole: [[UInt64: Int64]] = [[:], [:]]

    func buckets(_ user: UInt64) -> [Int64] { free[user] ?? [0, 0, 0] }
    func held(_ user: UInt64) -> Int64 { Int64(stakes.filter { $0.user == user }.map(\.rest.count).reduce(0, +)) }

    mutating func give(_ units: some Sequence<Int>, to user: UInt64, _ sign: Int64 = 1) {
        for unit in units { free[user, default: [0, 0, 0]][unit] += sign }
    }

    mutating func place(_ amount: Int64, of user: UInt64, until end: Timestamp?, withoutBonus: Bool) -> Bool {
        let there = (withoutBonus ? [0, 2] : [0, 1, 2]).flatMap { Array(repeating: $0, count: Int(buckets(user)[$0])) }
        guard amount <= there.count else { return false }
        give(there.prefix(Int(amount)), to: user, -1)
        stakes.append(Stake(user: user, end: end, rest: Array(there.prefix(Int(amount)))))
        return true
    }

    mutating func capture(_ stake: Int, _ amount: Int64?, into escrow: Int, isLast: Bool) -> Bool {
        guard stakes.indices.contains(stake), !stakes[stake].rest.isEmpty else { return false }
        let count = amount.map(Int.init) ?? stakes[stake].rest.count
        guard count <= stakes[stake].rest.count else { return false }
        stakes[stake].escrows[escrow] += stakes[stake].rest.prefix(count)
        stakes[stake].rest.removeFirst(count)
        escrows[escrow] += Int64(count)
        return !isLast || stakes[stake].rest.isEmpty || release(stake)
    }

    mutating func release(_ stake: Int) -> Bool {
        guard stakes.indices.contains(stake), !stakes[stake].rest.isEmpty else { return false }
        give(stakes[stake].rest, to: stakes[stake].user)
        stakes[stake].rest = []
        return true
    }

    mutating func expire(at now: Timestamp) {
        for index in stakes.indices where stakes[index].end.map({ $0 <= now }) ?? false { _ = release(index) }
    }

    mutating func refund(_ stake: Int, _ amount: Int64, from escrow: Int) -> Bool {
        guard stakes.indices.contains(stake), amount <= escrows[escrow], amount <= stakes[stake].escrows[escrow].count
        else { return false }
        give(stakes[stake].escrows[escrow].suffix(Int(amount)), to: stakes[stake].user)
        stakes[stake].escrows[escrow].removeLast(Int(amount))
        escrows[escrow] -= amount
        return true
    }

    mutating func win(_ amount: Int64, by user: UInt64, from escrow: Int) -> Bool {
        guard amount <= escrows[escrow] else { return false }
        escrows[escrow] -= amount
        let staked = stakes.filter { $0.user == user }.flatMap { $0.escrows[escrow] }.filter { $0 == 1 }.count
        let bonus = min(amount, max(0, Int64(staked) - madeWhole[escrow][user, default: 0]))
        madeWhole[escrow][user, default: 0] += bonus
        free[user, default: [0, 0, 0]][1] += bonus
        free[user, default: [0, 0, 0]][2] += amount - bonus
        return true
    }

    mutating func giveBack(_ amount: Int64, for own: [Int], to user: UInt64, from escrow: Int) -> Bool {
        guard amount <= escrows[escrow] else { return false }
        var rest = amount
        for stake in own {
            let part = min(rest, Int64(stakes[stake].escrows[escrow].count))
            if part > 0, refund(stake, part, from: escrow) { rest -= part }
        }
        return rest == 0 || win(rest, by: user, from: escrow)
    }
}

/// The same numbers for the same seed.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

struct RandomOperationsTests {
    /// The wallet and the model side by side.
    private final class Pair {
        let wallet: WalletUnderTest
        let users = (1...3).map { TestUsers.statement($0) }
        var model = Model()
        var dice: Dice
        var holds: [ID<Hold>] = []
        var answers: Set<String> = []

        init(seed: UInt64) throws { (wallet, dice) = (try WalletUnderTest(), Dice(state: seed)) }

        func number(_ user: Statement) -> UInt64 { user.user.low & 0xff }

        func pay(_ payment: PayFromEscrow.Payment, from escrow: Int) throws -> ServiceUnderTest.Answer<Nothing> {
            try wallet.pay([payment], escrow: "event/\(escrow)")
        }

        func refund(of hold: ID<Hold>, _ amount: Int64) -> PayFromEscrow.Payment {
            PayFromEscrow.Payment(refundOf: hold, money: euros(amount), kind: .betRefund, purpose: "bet/1")
        }

        /// Does one thing to both. Answers what the wallet said and whether the model would have done it.
        func move() throws -> (ServiceUnderTest.Answer<Nothing>, isExpected: Bool) {
            let user = users[Int.random(in: 0..<3, using: &dice)]
            let (amount, escrow) = (Int64.random(in: 1...300, using: &dice), Int.random(in: 0...1, using: &dice))
            let (money, number) = (euros(amount), number(user))
            // The latest are those of which something is open still.
            let stake = Int.random(in: max(0, holds.count - 8)...holds.count, using: &dice)
            let id = stake < holds.count ? holds[stake] : wallet.newHold()
            model.expire(at: wallet.service.now)
            switch Int.random(in: 0..<15, using: &dice) {
            case 0:
                _ = try wallet.approve(try wallet.request(money, by: user).get().id).get()
                model.give(Array(repeating: 0, count: Int(amount)), to: number)
                return (.reply(Nothing(), status: 200), true)
            case 1:
                try wallet.grant(amount, .bonus, to: user)
                model.give(Array(repeating: 1, count: Int(amount)), to: number)
                return (.reply(Nothing(), status: 200), true)
            case 2, 3, 4, 5:
                let (new, withoutBonus) = (wallet.newHold(), Bool.random(using: &dice))
                let seconds = Int64.random(in: -60...60, using: &dice)
                let end = seconds > 0 ? wallet.service.now.adding(seconds: seconds) : nil
                let answer = try wallet.place(new, money, of: user, until: end, withoutBonus: withoutBonus)
                if answer.status == 200 { holds.append(new) }
                return (answer, model.place(amount, of: number, until: end, withoutBonus: withoutBonus))
            case 6: return (try wallet.release(id), model.release(stake))
            case 7, 8, 9:
                let part = Bool.random(using: &dice) ? amount : nil
                let isLast = Int.random(in: 0..<4, using: &dice) == 0
                let answer = try wallet.capture(id, part.map(euros), last: isLast, into: "event/\(escrow)")
                return (answer, model.capture(stake, part, into: escrow, isLast: isLast))
            case 10, 11, 12:
                // Of one of which there is something to refund.
                let stake = holds.indices.filter { !model.stakes[$0].escrows[escrow].isEmpty }.randomElement(
                    using: &dice)
                guard let stake else { return (try pay(refund(of: wallet.newHold(), amount), from: escrow), false) }
                let there = Int64(model.stakes[stake].escrows[escrow].count)
                let part = Int64.random(in: 1...there + there / 4, using: &dice)
                let answer = try pay(refund(of: holds[stake], part), from: escrow)
                return (answer, model.refund(stake, part, from: escrow))
            case 13:
                let own = Array(holds.indices.suffix(12).filter { model.stakes[$0].user == number }.prefix(5))
                let named = try #require(UpTo<50, ID<Hold>>(own.map { holds[$0] }))
                let back = PayFromEscrow.Payment(
                    returnTo: user.user, of: named, money: money, kind: .syndicatePayout, purpose: "season/1")
                return (try pay(back, from: escrow), model.giveBack(amount, for: own, to: number, from: escrow))
            default:
                let payout = PayFromEscrow.Payment(
                    winner: user.user, money: money, kind: .betPayout, purpose: "bet/1")
                return (try pay(payout, from: escrow), model.win(amount, by: number, from: escrow))
            }
        }

        /// What everybody has, as of now, before anything has been done about what has just expired.
        func compare() throws {
            model.expire(at: wallet.service.now)
            for user in users {
                let line = try UserBuckets.all(of: user.user, at: wallet.service.now, in: wallet.service.reader()).first
                let free = (line?.free.parts.map(\.amount.units) ?? [0, 0, 0]) + [line?.held.units ?? 0]
                #expect(free == model.buckets(number(user)) + [model.held(number(user))])
            }
        }
    }

    @Test(
        "agrees with a model of a few lines over random operations, deadlines and restarts",
        arguments: [1, 2, 3, 4] as [UInt64])
    func model(seed: UInt64) throws {
        let pair = try Pair(seed: seed)
        var checked: Int64 = 0
        for step in 0..<400 {
            let (answer, isExpected) = try pair.move()
            #expect((answer.status == 200) == isExpected, "step \(step): \(answer)")
            if let code = answer.code { pair.answers.insert(code) }
            if step % 50 == 49 { try pair.wallet.service.restart() }
            let pause = Int64.random(in: 0...20, using: &pair.dice)
            pair.wallet.service.now = pair.wallet.service.now.adding(seconds: pause)
            try pair.compare()
            let database = try pair.wallet.service.reader()
            #expect(try WalletInvariants.violations(in: database, after: checked) == [], "step \(step)")
            checked = try WalletInvariants.lastTransaction(in: database)
        }
        #expect(try pair.wallet.violations() == [])
        #expect(try pair.wallet.count("SELECT COUNT(*) FROM holds WHERE state = 'expired'") > 5)
        #expect(try pair.wallet.count("SELECT COUNT(*) FROM hold_returns WHERE capture IS NOT NULL") > 5)
        let refusals: Set = [
            "hold_expired", "hold_already_captured", "capture_exceeds_hold", "refund_exceeds_capture",
            "insufficient_funds", "escrow_too_small",
        ]
        #expect(pair.answers.isSuperset(of: refusals), "met \(pair.answers)")
    }
}

private func euros(_ cents: Int64) -> Money { Money(Amount(cents), Currency(code: "EUR", scale: 2)) }
