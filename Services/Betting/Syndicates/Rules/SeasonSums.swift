import Messages

/// What entries of a season's ledger come to, by what they are; of one player, of a week or of all.
struct SeasonSums: Equatable {
    var paidIn = Amount.zero
    var paidOut = Amount.zero
    /// Staked on bets that were paid for, those among them that were void later.
    var staked = Amount.zero
    /// What came back of won bets, stake and profit.
    var won = Amount.zero
    /// Stakes that came back from void bets.
    var voided = Amount.zero

    /// Counts one entry in.
    /// - Parameter amount: as the ledger has it, negative for what goes out. A reversing entry has the sign turned round.
    mutating func count(_ amount: Amount, of type: SeasonEntryType) throws(AmountOverflow) {
        switch type {
        case .contribution: try paidIn += amount
        case .payout: try paidOut -= amount
        case .betPlaced: try staked -= amount
        case .winnings: try won += amount
        case .betVoid: try voided += amount
        case .unknown: break
        }
    }

    static func + (left: SeasonSums, right: SeasonSums) throws(AmountOverflow) -> SeasonSums {
        SeasonSums(
            paidIn: try left.paidIn + right.paidIn, paidOut: try left.paidOut + right.paidOut,
            staked: try left.staked + right.staked, won: try left.won + right.won,
            voided: try left.voided + right.voided)
    }

    // MARK: - What follows from them

    /// What is there. A void bet's stake came back, so it counts.
    func bank() throws(AmountOverflow) -> Amount {
        let gained = try paidIn + won + voided
        return try gained - staked - paidOut
    }

    /// What a player has in the syndicate.
    func net() throws(AmountOverflow) -> Amount { try paidIn - paidOut }

    /// What betting brought: nothing by a bet that was void.
    func profit() throws(AmountOverflow) -> Amount {
        let returned = try won + voided
        return try returned - staked
    }

    /// The profit in hundredths of a percent of what was staked, half to even; nil where nothing was.
    func profitPoints() throws(AmountOverflow) -> Int64? {
        let atRisk = try staked - voided
        return ReturnRate.points(net: try profit(), staked: atRisk)
    }
}
