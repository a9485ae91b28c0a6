import Testing

@testable import Odds

@Suite("A price") struct PriceTests {
    private func price(_ over: Int64, _ under: Int64) throws -> Price { try Price(profit: Rational(over, under)) }

    @Test(
        "reads the same from every format",
        arguments: [
            ["+250", "3.50", "5/2", "2.50", "-0.40", "2.50"],
            ["+100", "2.00", "1/1", "1.00", "1.00", "1.00"],
            ["-200", "1.50", "1/2", "0.50", "0.50", "-2.00"],
            ["-10000", "1.01", "1/100", "0.01", "0.01", "-100.00"],
        ])
    func formats(texts: [String]) throws {
        let prices = try zip(texts, Notation.allCases).map { try Price($0, as: $1) }
        #expect(Set(prices).count == 1)
        for (text, format) in zip(texts, Notation.allCases) {
            #expect(prices[0].written(as: format, .nearest) == WrittenOdds(text: text, isExact: true))
        }
    }

    @Test(
        "is refused for a reason of its own",
        arguments: [
            ("0", Notation.american, Price.Fault.zero), ("+99", .american, .betweenEvens),
            ("-99", .american, .betweenEvens), ("1e309", .american, .unreadable), ("abc", .american, .unreadable),
            ("", .american, .unreadable), ("+", .american, .unreadable), ("--110", .american, .unreadable),
            ("-110.5", .american, .unreadable), ("١١٠", .american, .unreadable), ("１１０", .american, .unreadable),
            ("+1000000000", .american, .outOfRange), ("9999999999", .american, .outOfRange),
            ("0", .decimal, .zero), ("0.99", .decimal, .betweenEvens), ("1", .decimal, .betweenEvens),
            ("1.00000001", .decimal, .outOfRange), ("1e309", .decimal, .unreadable), ("inf", .decimal, .unreadable),
            ("nan", .decimal, .unreadable), ("-1.5", .decimal, .unreadable), ("1.", .decimal, .unreadable),
            (".5", .decimal, .unreadable), ("1,5", .decimal, .unreadable), ("1.5.5", .decimal, .unreadable),
            ("1.123456789", .decimal, .tooLong), ("99999999", .decimal, .outOfRange),
            ("2000000", .decimal, .outOfRange),
            ("5/0", .fractional, .zero), ("0/5", .fractional, .zero), ("5", .fractional, .unreadable),
            ("-5/2", .fractional, .unreadable), ("5/2/1", .fractional, .unreadable),
            ("5 / 2", .fractional, .unreadable),
            (" evens ", .fractional, .unreadable), ("eVeNs", .fractional, .unreadable),
            ("abc", .fractional, .unreadable), ("1/1000001", .fractional, .outOfRange),
            ("0.00", .hongKong, .zero), ("-0.5", .hongKong, .unreadable), ("1.01", .malay, .betweenEvens),
            ("-1.01", .malay, .betweenEvens), ("0", .malay, .zero), ("0.99", .indonesian, .betweenEvens),
            ("-0.99", .indonesian, .betweenEvens), ("-0", .indonesian, .zero),
            (String(repeating: "1", count: 400), .decimal, .tooLong),
            (String(repeating: "é", count: 400), .american, .tooLong), ("1.5\u{301}", .decimal, .unreadable),
            ("\u{0}", .decimal, .unreadable),
        ])
    func refused(text: String, format: Notation, fault: Price.Fault) {
        #expect(throws: fault) { try Price(text, as: format) }
    }

    @Test("knows evens by their names")
    func evens() throws {
        for name in ["evens", "EVENS", "Evens", "evs", "EVS"] {
            #expect(try Price(name, as: .fractional).profit == .one)
        }
        #expect(try Price("-100", as: .american) == Price("100", as: .american))
        #expect(try Price("-1", as: .malay) == Price("1", as: .indonesian))
    }

    @Test("is rounded by name where a format cannot say it, and down is never better for the bettor")
    func rounding() throws {
        let third = try price(1, 3)
        #expect(third.written(as: .decimal, .down) == WrittenOdds(text: "1.33333333", isExact: false))
        #expect(third.written(as: .decimal, .up).text == "1.33333334")
        #expect(third.written(as: .american, .nearest) == WrittenOdds(text: "-300", isExact: true))
        #expect(try price(3, 7).written(as: .american, .down).text == "-234")
        #expect(try price(3, 7).written(as: .american, .nearest).text == "-233")
        #expect(try price(1001, 1000).written(as: .american, .down) == WrittenOdds(text: "+100", isExact: false))
        #expect(try price(999_999, 1_000_000).written(as: .american, .up) == WrittenOdds(text: "+100", isExact: false))
    }

    @Test("comes back from what it was written as, exactly where it was exact and else within the rounding")
    func roundTrips() throws {
        var draw = Draw(seed: 1)
        for _ in 0..<20_000 {
            let price = draw.price()
            for format in Notation.allCases {
                let (low, high) = (price.written(as: format, .down), price.written(as: format, .up))
                #expect(low.isExact == high.isExact)
                // The nearest neighbour may be out of the range, which a price itself never is.
                if let below = try? Price(low.text, as: format) {
                    #expect(low.isExact ? below == price : below < price)
                    #expect(below.written(as: format, .nearest) == WrittenOdds(text: low.text, isExact: true))
                }
                if let above = try? Price(high.text, as: format) {
                    #expect(high.isExact ? above == price : above > price)
                }
            }
        }
    }

    @Test("of a higher profit is higher, and less likely by its own account")
    func order() throws {
        var draw = Draw(seed: 2)
        for _ in 0..<10_000 {
            let (one, other) = (draw.price(), draw.price())
            if one < other {
                #expect(one.implied >= other.implied)
                #expect(one.decimal < other.decimal)
            }
        }
    }
}

@Suite("A fraction of whole numbers") struct RationalTests {
    @Test("is kept in lowest terms with a positive denominator")
    func lowest() throws {
        #expect(try Rational(6, -4) == Rational(-3, 2))
        #expect(try Rational(0, -7) == .zero)
        #expect(try Rational(.max, .max) == .one)
    }

    @Test("refuses what does not fit instead of wrapping")
    func overflow() throws {
        let large = try Rational(.max, 1)
        #expect(throws: Rational.Overflow.self) { try large + .one }
        #expect(throws: Rational.Overflow.self) { try large * large }
        #expect(throws: Rational.Overflow.self) { try Rational(1, 0) }
        #expect(throws: Rational.Overflow.self) { try Rational(.min, 1) }
        #expect(throws: Rational.Overflow.self) { try .one / Rational.zero }
        #expect(throws: Rational.Overflow.self) { try large.units(scale: 2, .down) }
        #expect(try large - large == .zero)
    }

    @Test(
        "is rounded by name, below zero too",
        arguments: [(7, 2, 3, 4, 4), (-7, 2, -4, -4, -3), (1, 3, 0, 0, 1), (-1, 3, -1, 0, 0), (4, 2, 2, 2, 2)])
    func rounds(over: Int64, under: Int64, down: Int64, nearest: Int64, up: Int64) throws {
        let number = try Rational(over, under)
        #expect(try number.units(.down).units == down)
        #expect(try number.units(.nearest).units == nearest)
        #expect(try number.units(.up).units == up)
    }
}
