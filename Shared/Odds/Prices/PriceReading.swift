extension Price {
    /// Reads odds strictly: no spaces, no digits but ASCII's, no exponents, nothing that a format does not have.
    public init(_ text: String, as format: Notation) throws(Fault) {
        // By bytes, of which counting takes no longer than the bound.
        guard text.utf8.prefix(OddsText.longest + 1).count <= OddsText.longest else { throw .tooLong }
        let text = text[...]
        switch format {
        case .american: try self.init(american: text)
        case .decimal: try self.init(decimal: text)
        case .fractional: try self.init(fractional: text)
        case .hongKong: try self.init(profit: try Self.unsigned(text))
        case .malay: try self.init(malay: text)
        case .indonesian: try self.init(indonesian: text)
        }
    }

    private init(american text: Substring) throws(Fault) {
        let number = try OddsText.whole(text)
        if number == 0 { throw .zero }
        if number.magnitude < 100 { throw .betweenEvens }
        try self.init(
            profit: number > 0 ? try OddsText.rational(number, 100) : try OddsText.rational(100, -number))
    }

    private init(decimal text: Substring) throws(Fault) {
        let number = try Self.unsigned(text)
        if number == .zero { throw .zero }
        if number <= .one { throw .betweenEvens }
        try self.init(profit: try OddsText.rational(number.numerator - number.denominator, number.denominator))
    }

    private init(fractional text: Substring) throws(Fault) {
        let isEvens = ["evens", "Evens", "EVENS", "evs", "Evs", "EVS"].contains(text)
        try self.init(profit: isEvens ? .one : try OddsText.fraction(text))
    }

    private init(malay text: Substring) throws(Fault) {
        let number = try OddsText.number(text)
        if number == .zero { throw .zero }
        guard number.numerator.magnitude <= number.denominator.magnitude else { throw .betweenEvens }
        try self.init(profit: try Self.turned(number))
    }

    private init(indonesian text: Substring) throws(Fault) {
        let number = try OddsText.number(text)
        if number == .zero { throw .zero }
        guard number.numerator.magnitude >= number.denominator.magnitude else { throw .betweenEvens }
        try self.init(profit: try Self.turned(number))
    }

    /// What is written with a minus is the stake for a profit of one.
    private static func turned(_ number: Rational) throws(Fault) -> Rational {
        number > .zero ? number : try OddsText.rational(number.denominator, -number.numerator)
    }

    /// Decimal and Hong Kong odds have no sign, neither way.
    private static func unsigned(_ text: Substring) throws(Fault) -> Rational {
        if let first = text.utf8.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { throw .unreadable }
        return try OddsText.number(text)
    }
}
