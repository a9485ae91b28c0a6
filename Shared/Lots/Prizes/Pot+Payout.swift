extension Pot {
    /// What each prize comes to. Shares are cut down to whole units and together are at most the base; promises are then
    /// covered from what is left of it in the order of the prizes, and what is not covered is overlay. So nothing beyond
    /// what there is is ever paid but what somebody was promised, and how much that is has a name.
    public func payout(_ prizes: [PrizeTerms]) throws(Fault) -> Payout {
        try check(prizes)
        let parts = try prizes.map { terms throws(Fault) in try part(of: terms) }
        var rolledOver = prizes.contains { $0.hasJackpot && $0.winners > 0 } ? 0 : jackpot
        for part in parts where part.isUnwon { rolledOver += part.share }
        var left = base - parts.reduce(0) { $0 + $1.share }
        var (values, sum) = ([PrizeValue](), Int128(0))
        for (terms, part) in zip(prizes, parts) {
            let covered = min(left, part.promised)
            left -= covered
            values.append(
                PrizeValue(
                    share: part.isUnwon ? 0 : part.share, jackpot: part.jackpot, promised: part.promised,
                    overlay: part.promised - covered, winners: part.divided(by: terms)))
            sum += Int128(part.share) + Int128(part.jackpot) + Int128(part.promised)
        }
        guard sum <= Int128(Int64.max) else { throw .tooLarge }
        return Payout(prizes: values, kept: left, rolledOver: rolledOver)
    }

    private struct Part {
        var share: Int64 = 0
        var jackpot: Int64 = 0
        var promised: Int64 = 0
        /// A prize with the jackpot that nobody won keeps its share for the next raffle.
        var isUnwon = false

        func divided(by terms: PrizeTerms) -> [Int64] {
            guard terms.winners > 0 else { return [] }
            let (least, rest) = (share + jackpot + promised).quotientAndRemainder(dividingBy: Int64(terms.winners))
            return (0..<terms.winners).map { Int64($0) < rest ? least + 1 : least }
        }
    }

    private func part(of terms: PrizeTerms) throws(Fault) -> Part {
        guard terms.winners > 0 else {
            guard terms.hasJackpot, case .share(let rate) = terms.worth else { return Part() }
            return Part(share: Self.part(base, rate), isUnwon: true)
        }
        var (share, promise) = (Int64(0), Int64(0))
        switch terms.worth {
        case .fixed(let sum): promise = sum
        case .share(let rate): share = Self.part(base, rate)
        }
        let own = terms.hasJackpot ? jackpot : 0
        let reached = Int128(share) + Int128(own) + Int128(promise)
        let promised = Int128(promise) + max(0, Int128(terms.guaranteed) - reached)
        let times = terms.division == .each ? Int128(terms.winners) : 1
        guard (Int128(share) + Int128(own) + promised) * times <= Int128(Int64.max) else { throw .tooLarge }
        return Part(share: Int64(Int128(share) * times), jackpot: own, promised: Int64(promised * times))
    }

    private func check(_ prizes: [PrizeTerms]) throws(Fault) {
        guard prizes.count(where: \.hasJackpot) <= 1 else { throw .jackpotTwice }
        var shares: Int64 = 0
        for terms in prizes {
            guard case .share(let rate) = terms.worth else { continue }
            shares += rate * (terms.division == .each ? Int64(max(1, terms.winners)) : 1)
            guard shares <= Self.whole else { throw .sharesAboveWhole }
        }
    }
}
