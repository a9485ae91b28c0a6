import Messages
import Odds
import Runtime
import Storage

// What a request says, as the library has it; what that does not take is refused by the field that says it.

extension Price {
    static func read(_ odds: OddsInput, _ notation: OddsNotation, at pointer: String) throws -> Price {
        do {
            return try Price(odds.text, as: notation.format)
        } catch {
            throw Rejection.field(pointer, error.rawValue, error.detail(notation.format))
        }
    }

    static func read(_ list: UpTo<200, OddsInput>, _ notation: OddsNotation) throws -> [Price] {
        try list.items.enumerated().map { try read($1, notation, at: "/prices/\($0)") }
    }
}

extension Probability {
    static func read(_ text: ProbabilityText, at pointer: String) throws -> Probability {
        guard let probability = Figure.value(text.text).flatMap({ Probability($0) }) else {
            throw Rejection.field(
                pointer, "probability_out_of_range", "expected a probability a million-millionth from 0 and 1 at least")
        }
        return probability
    }
}

extension OddsNotation {
    var format: Notation {
        switch self {
        case .american: .american
        case .decimal: .decimal
        case .fractional: .fractional
        case .hongKong: .hongKong
        case .malay: .malay
        case .indonesian: .indonesian
        }
    }
}

/// Money that is to be staked, and what its parts are multiples of.
struct StakeMoney {
    let currency: Currency
    let total: Amount
    let unit: Int64

    /// Nil where there is no such currency.
    init?(_ total: Money, at pointer: String, unit: DecimalText?, in database: Connection) throws {
        guard let currency = try CurrencyTable.find(total.currency, in: database) else { return nil }
        self.currency = currency
        self.total = try total.positive(in: currency, at: pointer)
        self.unit = try unit.map { try Self.unit($0, currency) } ?? 1
    }

    private static func unit(_ text: DecimalText, _ currency: Currency) throws -> Int64 {
        do throws(Money.Fault) {
            let units = try text.units(scale: currency.scale)
            if units <= 0 { throw .notPositive }
            return units
        } catch {
            throw Rejection.field(
                "/stake_unit", error.rawValue, "expected more than zero, with at most \(currency.scale) decimals")
        }
    }

    func money(_ units: Int64) -> Money { Money(Amount(units), currency) }

    static func unknown(_ code: CurrencyCode) -> String { "there is no currency \(code.text) on this platform" }
}
