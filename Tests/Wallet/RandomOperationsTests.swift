import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

/// What the wallet should do, in the fewest lines that say it.
private struct Model {
    var free: [UInt64: [Int64]] = [:]
    var holds: [(user: UInt64, parts: [Int64], state: HoldState)] = []
    var escrow: Int64 = 0

    func buckets(_ user: UInt64) -> [Int64] { free[user] ?? [0, 0, 0] }

    mutating func give(_ parts: [Int64], to user: UInt64) { free[user] = zip(buckets(user), parts).map { $0 + $1 } }

    /// Parts are deposit, bonus, winning, in the order in which they are taken.
    mutating func place(_ amount: Int64, of user: UInt64) -> Bool {
        guard amount <= buckets(user).reduce(0, +) else { return false }
        var rest = amount
        let parts = buckets(user).map { part in
            defer { rest -= min(rest, part) }
            return min(rest, part)
        }
        give(parts.map { -$0 }, to: user)
        holds.append((user, parts, .open))
        return true
    }

    mutating func move(_ hold: Int, from: HoldState, to state: HoldState) -> Bool {
        guard holds.indices.contains(hold), holds[hold].state == from else { return false }
        holds[hold].state = state
        let sum = holds[hold].parts.reduce(0, +)
        if state == .captured { escrow += sum } else { give(holds[hold].parts, to: holds[hold].user) }
        if state == .refunded { escrow -= sum }
        return true
    }

    mutating func win(_ amount: Int64, by user: UInt64) -> Bool {
        guard amount <= escrow else { return false }
        escrow -= amount
        give([0, 0, amount], to: user)
        return true
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
    private func euros(_ cents: Int64) -> Money {
        Money(Amount(cents), Currency(code: "EUR", scale: 2))
    }

    @Test("agrees with a model of a few lines over random operations and restarts", arguments: [1, 2, 3] as [UInt64])
    func model(seed: UInt64) throws {
        let wallet = try WalletUnderTest()
        var (model, dice, ids) = (Model(), Dice(state: seed), [ID<Hold>]())
        let users = (1...3).map { TestUsers.statement($0) }
        var checked: Int64 = 0
        for step in 0..<300 {
            let user = users[Int.random(in: 0..<3, using: &dice)]
            let number = user.user.low & 0xff
            let amount = Int64.random(in: 1...600, using: &dice)
            let hold = Int.random(in: 0...ids.count, using: &dice)
            let id = hold < ids.count ? ids[hold] : wallet.newHold()
            switch Int.random(in: 0..<10, using: &dice) {
            case 0:
                _ = try wallet.approve(try wallet.request(euros(amount), by: user).get().id).get()
                model.give([amount, 0, 0], to: number)
            case 1:
                try wallet.grant(amount, .bonus, to: user)
                model.give([0, amount, 0], to: number)
            case 2, 3, 4:
                let new = wallet.newHold()
                let isPlaced = try wallet.place(new, euros(amount), of: user).status == 200
                #expect(isPlaced == model.place(amount, of: number), "step \(step)")
                if isPlaced { ids.append(new) }
            case 5:
                let isReleased = try wallet.release(id).status == 200
                #expect(isReleased == model.move(hold, from: .open, to: .released), "step \(step)")
            case 6, 7:
                let isCaptured = try wallet.capture(id).status == 200
                #expect(isCaptured == model.move(hold, from: .open, to: .captured), "step \(step)")
            case 8:
                let sum = hold < ids.count ? model.holds[hold].parts.reduce(0, +) : amount
                let refund = PayFromEscrow.Payment(
                    refundOf: id, money: euros(sum), kind: .betRefund, purpose: "bet/1")
                let isRefunded = try wallet.pay([refund]).status == 200
                let isExpected = sum <= model.escrow && model.move(hold, from: .captured, to: .refunded)
                #expect(isRefunded == isExpected, "step \(step)")
            default:
                let payout = PayFromEscrow.Payment(
                    winner: user.user, money: euros(amount), kind: .betPayout, purpose: "bet/1")
                #expect(try (wallet.pay([payout]).status == 200) == model.win(amount, by: number), "step \(step)")
            }
            if step % 50 == 49 { try wallet.service.restart() }
            let database = try wallet.service.reader()
            #expect(try WalletInvariants.violations(in: database, after: checked) == [], "step \(step)")
            checked = try WalletInvariants.lastTransaction(in: database)
        }
        for user in users {
            let number = user.user.low & 0xff
            let held = model.holds.filter { $0.user == number && $0.state == .open }.flatMap(\.parts).reduce(0, +)
            let expected = (model.buckets(number) + [held]).map { euros($0).amount.text }.joined(separator: " ")
            #expect(try wallet.buckets(of: user) == expected)
        }
        #expect(try wallet.violations() == [])
        #expect(model.holds.contains { $0.state == .refunded })
    }
}
