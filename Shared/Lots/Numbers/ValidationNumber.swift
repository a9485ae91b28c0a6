internal import Crypto

/// What proves an order to be its holder's: printed on a receipt, typed from it, told over the telephone.
///
/// Fifteen symbols by chance (23¹⁵, just under 68 bits) and one that checks them, in four groups of four. Of 23 symbols none
/// looks or sounds much like another and none is a vowel, so that no number spells a word; and 23 is a prime, which is what
/// the check rests on.
///
/// The check (`isConsistent`): the symbols times the powers of 5 sum to nothing modulo 23. No power is nothing, so one wrong symbol
/// always shows; sixteen powers of 5 in a row all differ, so any two symbols that changed places always show, neighbours or
/// not; and no two neighbouring or next but one powers sum to nothing, so neither does a pair that was typed as another pair.
public struct ValidationNumber: Hashable, Sendable {
    /// How many symbols there are, the check among them.
    public static let length = 16
    static let alphabet = Array("0123456789CFHJKMNPRTWXY".utf8)
    /// What people write or read for a symbol: each of these means the one of the alphabet that it looks like.
    static let lookAlikes: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: zip("OQDILZSGB".utf8, "000112568".utf8))
    private static let base = UInt128(alphabet.count)
    /// Five generates all of the numbers modulo 23, so that its powers are as many as there can be.
    private static let factor = 5

    /// The sixteen symbols with nothing between them: how a number is stored and compared.
    public let text: String

    public enum Fault: String, Error, CaseIterable {
        case badSymbol = "bad_symbol"
        case badLength = "bad_length"
        case badCheck = "bad_check"

        public var detail: String {
            switch self {
            case .badSymbol: "a validation number has the symbols \(String(decoding: alphabet, as: UTF8.self)) only"
            case .badLength: "a validation number has \(length) symbols"
            case .badCheck: "a symbol is wrong, or two have changed places"
            }
        }
    }

    /// Takes sixteen bytes of entropy. What 23¹⁵ does not divide of them makes the likeliest number likelier than the
    /// others by less than one part in 2⁶⁰.
    public init(entropy: [UInt8]) {
        precondition(entropy.count == 16, "a validation number is made of 16 bytes")
        var rest = entropy.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        var symbols: [Int] = []
        for _ in 1..<Self.length {
            symbols.append(Int(rest % Self.base))
            rest /= Self.base
        }
        self.init(checking: symbols)
    }

    /// The number that a unit gives its sale without asking anybody, and that the platform can tell afterwards: HMAC-SHA-256
    /// under the unit's secret over what it is, the raffle's id and the sale's place in the unit's sequence, a line each.
    ///
    /// Two sales come to one number about as often as two of chance do; the unit cannot know, so whoever takes the sale in
    /// looks for the number as for any other.
    public init(unitSecret: [UInt8], raffle: String, sequence: UInt64) {
        let message = CanonicalText.lines("validation", [raffle, String(sequence)])
        self.init(entropy: Array(MessageAuthentication.code(of: message, key: unitSecret)[..<16]))
    }

    /// Reads what somebody typed: lower case, spaces and hyphens anywhere, and look-alikes of symbols are forgiven.
    public init(reading typed: String) throws(Fault) {
        var symbols: [UInt8] = []
        for character in typed.utf8 where character != UInt8(ascii: " ") && character != UInt8(ascii: "-") {
            let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
            let upper = isLower ? character - 32 : character
            let symbol = Self.lookAlikes[upper] ?? upper
            guard Self.alphabet.contains(symbol) else { throw .badSymbol }
            guard symbols.count < Self.length else { throw .badLength }
            symbols.append(symbol)
        }
        guard symbols.count == Self.length else { throw .badLength }
        guard Self.isConsistent(symbols.compactMap { Self.alphabet.firstIndex(of: $0) }) else { throw .badCheck }
        text = String(decoding: symbols, as: UTF8.self)
    }

    /// As it is printed: four groups of four.
    public var printed: String {
        let symbols = Array(text.utf8)
        return stride(from: 0, to: Self.length, by: 4)
            .map { String(decoding: symbols[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
    }

    private init(checking symbols: [Int]) {
        let sum = Self.sum(symbols + [0])
        let check = (Self.alphabet.count - sum) % Self.alphabet.count
        text = String(decoding: (symbols + [check]).map { Self.alphabet[$0] }, as: UTF8.self)
    }

    static func isConsistent(_ symbols: [Int]) -> Bool { sum(symbols) == 0 }

    private static func sum(_ symbols: [Int]) -> Int {
        symbols.reduce(0) { ($0 * factor + $1) % alphabet.count }
    }
}

extension ValidationNumber: CustomStringConvertible {
    /// Says nothing of the number, which is as good as the prize, so that it does not reach a log by accident.
    public var description: String { "ValidationNumber" }
}
