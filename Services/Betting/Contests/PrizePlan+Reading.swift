import Messages
import Runtime

// What a prize structure's numbers mean, and whether they add up.

extension PrizePlan {
    typealias Failure = ContestTermsFailure

    /// - Parameter guaranteed: what is promised in all; plain numbers of a map that add up to it are amounts.
    init(_ structure: PrizeStructure, maxPlayers: Int64, currency: Currency, guaranteed: Amount?) throws {
        let lines = try PrizeLines(structure, maxPlayers: maxPlayers).entries
        let forms = Set(lines.map(\.form))
        guard forms.count == 1, let form = forms.first else {
            throw Failure.mixedForms.because(
                "all lines are of one kind: weights, percentages, fractions or amounts", at: PrizeLines.pointer)
        }
        if let form {
            (self.form, rows) = (form, try PrizePlan.rows(lines, of: form, in: currency))
        } else {
            (self.form, rows) = try PrizePlan.guessed(lines, in: currency, guaranteed: guaranteed)
        }
        try refuseExcess(guaranteed, in: currency)
    }

    /// Up to 1 they are fractions, up to 100 percentages; what adds up to the guarantee, or to more than all, is amounts.
    private static func guessed(
        _ lines: [PrizeLines.Entry], in currency: Currency, guaranteed: Amount?
    ) throws -> (PrizeForm, [Row]) {
        let parts = try rows(lines, of: .percentages, in: currency)
        let sum = total(parts)
        guard let guaranteed else { return (sum <= Int128(one) ? .fractions : .percentages, parts) }
        if sum != Int128(hundred), sum != Int128(one), let amounts = try? rows(lines, of: .amounts, in: currency),
            total(amounts) == Int128(guaranteed.units)
        {
            return (.amounts, amounts)
        }
        if sum <= Int128(one) { return (.fractions, parts) }
        if sum <= Int128(hundred) { return (.percentages, parts) }
        return (.amounts, try rows(lines, of: .amounts, in: currency))
    }

    /// What is told by its numbers alone must leave no doubt, unless it adds up to a hundred: numbers up to 1 are fractions and add
    /// up to no more than that, and percentages that give out next to nothing are said to be such. Contests that were made before this was refused keep what
    /// they were understood as.
    func refuseDoubt(in structure: PrizeStructure) throws {
        guard case .map = structure, form == .percentages, total != Int128(PrizePlan.hundred) else { return }
        if rows.allSatisfy({ $0.value <= PrizePlan.one }) {
            throw Failure.prizesExceedWhole.because(
                "numbers up to 1 are fractions, and these add up to more than 1; where percentages are meant, "
                    + #"say so in a list: [{"rank":1,"percent":"0.6"}]"#, at: PrizeLines.pointer)
        }
        if total < Int128(PrizePlan.leastGuessed) {
            throw Failure.mixedForms.because(
                "these may be fractions or percentages; where percentages are meant that add up to less than 10, "
                    + #"say so in a list: [{"rank":1,"percent":"1.5"}]"#, at: PrizeLines.pointer)
        }
    }

    private static func rows(_ lines: [PrizeLines.Entry], of form: PrizeForm, in currency: Currency) throws -> [Row] {
        try lines.map { line in
            let value = try form == .amounts ? amount(line, in: currency) : number(line)
            guard value > 0 else {
                throw Failure.notPositive.because("a place's prize is more than nothing", at: line.pointer)
            }
            return Row(places: line.places, value: value)
        }
    }

    private static func number(_ line: PrizeLines.Entry) throws -> Int64 {
        guard let text = line.share.number else {
            throw Rejection.field(line.pointer, "wrong_type", "expected a number; money is for amounts")
        }
        do { return try text.units(scale: scale) } catch {
            throw Rejection.field(line.pointer, error.rawValue, "expected a number below 92,000,000,000")
        }
    }

    private static func amount(_ line: PrizeLines.Entry, in currency: Currency) throws -> Int64 {
        if case .money(let money) = line.share { return try money.notNegative(in: currency, at: line.pointer).units }
        let text = line.share.number ?? DecimalText(units: 0, scale: 0)
        do { return try text.units(scale: currency.scale) } catch {
            throw Rejection.field(
                line.pointer, error.rawValue,
                "\(currency.code) has \(currency.scale) decimals, and no sum beyond 64 bits")
        }
    }

    private func refuseExcess(_ guaranteed: Amount?, in currency: Currency) throws {
        switch form {
        case .percentages where total > Int128(PrizePlan.hundred):
            throw Failure.prizesExceedWhole.because("the percentages add up to more than 100", at: PrizeLines.pointer)
        case .fractions where total > Int128(PrizePlan.one):
            throw Failure.prizesExceedWhole.because("the fractions add up to more than 1", at: PrizeLines.pointer)
        case .amounts:
            if let guaranteed, total > Int128(guaranteed.units) {
                throw Failure.prizesExceedGuarantee.because(
                    "the prizes add up to more than is guaranteed", at: PrizeLines.pointer)
            }
            if total > Int128(Int64.max) {
                throw Failure.prizesExceedWhole.because(
                    "the prizes add up to more than the platform can hold", at: PrizeLines.pointer)
            }
        default: break
        }
    }
}

extension PrizeStructure.Share {
    /// Nil for money.
    var number: DecimalText? {
        switch self {
        case .whole(let number): DecimalText(units: number, scale: 0)
        case .decimal(let text): text
        case .money: nil
        }
    }
}

extension Money {
    /// The exact amount in a currency, nothing included, or the refusal that names the field.
    func notNegative(in currency: Currency, at pointer: String) throws -> Amount {
        if let amount = try? exact(in: currency), amount == .zero { return amount }
        return try positive(in: currency, at: pointer)
    }
}
