import Messages

/// How a stake ended.
enum WagerEnding: Equatable {
    case won, lost, refunded
}

/// What came of any number of stakes. Whatever the order in which it is added up, the sum is the same: one that would be
/// more than the largest number ends there, so that no settlement ever fails on a sum that is only looked at.
struct Tally: Equatable {
    var won: Int64 = 0
    var lost: Int64 = 0
    var refunded: Int64 = 0
    /// Of what was won or lost, as what came back of it.
    var staked = Amount.zero
    var returned = Amount.zero
    /// Of what was refunded.
    var givenBack = Amount.zero
    /// The most that one brought on top of its stake.
    var biggest = Amount.zero
    /// In how many contests one was first.
    var firsts: Int64 = 0

    init() {}

    /// Of one stake.
    init(_ ending: WagerEnding, stake: Amount, payout: Amount, isFirst: Bool = false) {
        guard ending != .refunded else {
            (refunded, givenBack) = (1, stake)
            return
        }
        (won, lost) = ending == .won ? (1, 0) : (0, 1)
        (staked, returned, firsts) = (stake, payout, isFirst ? 1 : 0)
        if ending == .won { biggest = max((try? payout - stake) ?? .zero, .zero) }
    }

    var settled: Int64 { won + lost }

    /// Neither is below nothing, so that this is always a number.
    var net: Amount { (try? returned - staked) ?? .zero }

    static func += (left: inout Tally, right: Tally) {
        left.won += right.won
        left.lost += right.lost
        left.refunded += right.refunded
        left.staked = left.staked.upTo(right.staked)
        left.returned = left.returned.upTo(right.returned)
        left.givenBack = left.givenBack.upTo(right.givenBack)
        left.biggest = max(left.biggest, right.biggest)
        left.firsts += right.firsts
    }
}

extension Amount {
    /// The sum of what is not below nothing, as far as it can be counted.
    func upTo(_ other: Amount) -> Amount { (try? self + other) ?? Amount(.max) }
}
