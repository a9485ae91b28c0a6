public import Messages
public import TimeZones

/// What configuration decides of this service.
public struct WalletSettings: Sendable {
    /// Where people's days begin, for what they limit by the day and the month.
    public var zones = ZoneBook()
    /// From which sum on a withdrawal takes a verified identity, by currency; what is not named takes none.
    public var verifiedAbove: [CurrencyCode: DecimalText] = [:]
    /// The smallest withdrawal, by currency.
    public var smallestWithdrawal: [CurrencyCode: DecimalText] = [:]
    /// How often a transfer must have been confirmed before it is credited.
    public var confirmations = ConfirmationRule()
    /// What those who report transfers sign with; nil where nobody may.
    public var webhookSecret: [UInt8]?
    /// How often the wallet checks its own books.
    public var proofSeconds: Int64 = 24 * 3600
    /// Through which transaction a ledger that is doubted goes on as it stands, by its operator's word.
    public var acceptedLedger: Int64?
    /// What each new user is given to play with.
    public var welcomeGrants = WelcomeGrants()

    public init() {}
}

/// How many confirmations make a transfer certain: on most chains so many, on some others.
public struct ConfirmationRule: Sendable, Equatable {
    public var standard: Int64 = 6
    public var byChain: [String: Int64] = [:]

    public init() {}

    /// Reads `6,bitcoin:3,ethereum:12`; nil for anything else.
    public init?(_ text: String) {
        for item in text.split(separator: ",") {
            let parts = item.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
            guard let last = parts.last, let count = Int64(last), (0...1_000_000).contains(count) else { return nil }
            switch parts.count {
            case 1: standard = count
            case 2 where !parts[0].isEmpty: byChain[parts[0].lowercased()] = count
            default: return nil
            }
        }
    }

    /// A chain's name is the same in whatever case it is written.
    func needed(on chain: OutsideKey) -> Int64 { byChain[chain.text.lowercased()] ?? standard }
}

/// Sums by currency, as configuration writes them.
public enum SumList {
    /// Reads `EUR:1000,USDT:250.50`; nil for anything else.
    public static func read(_ text: String) -> [CurrencyCode: DecimalText]? {
        var sums: [CurrencyCode: DecimalText] = [:]
        for item in text.split(separator: ",") {
            let parts = item.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let code = CurrencyCode(String(parts[0])),
                let sum = DecimalText(String(parts[1])), !sum.text.hasPrefix("-"), sums[code] == nil
            else { return nil }
            sums[code] = sum
        }
        return sums
    }
}
