public import Messages
import Odds
public import Runtime

extension SizeStakes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let bets = try request.bets.items.enumerated().map { index, bet in
            Kelly.Bet(
                try Price.read(bet.odds, request.format, at: "/bets/\(index)/odds"),
                try Probability.read(bet.probability, at: "/bets/\(index)/probability"))
        }
        if bets.isEmpty { throw Rejection.field("/bets", "too_short", "expected at least one bet") }
        let kelly = try settings(of: request)
        let parts = try parts(of: bets, request.relation, kelly)
        let money = try request.bankroll.map { bankroll in
            guard
                let money = try StakeMoney(bankroll, at: "/bankroll", unit: request.stakeUnit, in: context.database)
            else {
                throw Failure.unknownCurrency.because(StakeMoney.unknown(bankroll.currency), at: "/bankroll/currency")
            }
            return money
        }
        let stakes = try money.map { money in
            try parts.map { Amount(try Staking.rounded(down: $0, of: money.total.units, unit: money.unit)) }
        }
        let sized = try bets.indices.map { index in
            let worth = Worth(of: bets[index].price, at: bets[index].probability)
            return Sized(
                expectedValue: try FigureText(worth.expectedValue), alone: try FigureText(worth.kelly),
                part: try FigureText(parts[index]),
                stake: money.flatMap { money in
                    stakes.map { money.money($0[index].units) }
                })
        }
        return Reply(
            stakes: UpTo(answering: sized), part: try FigureText(parts.reduce(0, +)),
            staked: try money.flatMap { money in try stakes.map { money.money(try $0.total().units) } })
    }

    private static func settings(of request: Request) throws -> Kelly {
        // Each by itself, so that the one is named that is out of its bounds.
        for (text, pointer) in [(request.fraction, "/fraction"), (request.cap, "/cap")] {
            guard let text else { continue }
            guard let value = Figure.value(text.text), (try? Kelly(fraction: value)) != nil else {
                throw Rejection.field(pointer, "out_of_range", "expected a number above 0 and up to 1")
            }
        }
        let (fraction, cap) = (request.fraction?.text ?? "1", request.cap?.text ?? "1")
        return try Kelly(fraction: Figure.value(fraction) ?? 1, cap: Figure.value(cap) ?? 1)
    }

    private static func parts(
        of bets: [Kelly.Bet], _ relation: BetRelation?, _ kelly: Kelly
    ) throws -> [Kelly.Part] {
        if bets.count == 1 { return [kelly.stake(on: bets[0])] }
        do throws(Kelly.Fault) {
            switch relation {
            case .exclusive: return try kelly.stakes(onExclusive: bets)
            case .independent: return try kelly.stakes(onIndependent: bets)
            case nil: break
            }
        } catch {
            throw refusal(of: error)
        }
        throw Failure.relationNeeded.because(
            "expected exclusive, where at most one of the bets wins, or independent", at: "/relation")
    }

    private static func refusal(of fault: Kelly.Fault) -> Rejection {
        switch fault {
        case .tooManyBets:
            Failure.tooManyBets.because("at most \(Kelly.mostIndependent) independent bets at once", at: "/bets")
        case .probabilitiesAboveOne:
            Failure.probabilitiesAboveOne.because(
                "exclusive outcomes are together at most certain; these probabilities are above 1", at: "/bets")
        case .notConverged, .settings:
            Failure.notConverged.because("no stakes were found at which growth is largest", at: "/bets")
        }
    }
}
