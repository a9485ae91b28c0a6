import Messages
import Testing

@Suite("Money") struct MoneyTests {
    static let euro = Currency(code: "EUR", scale: 2)

    @Test(
        "is read exactly, at any scale",
        arguments: [
            ("12.50", 2, 1250), ("0.01", 2, 1), ("-3", 2, -300), ("7", 0, 7), ("0.00000001", 8, 1), ("1.10", 1, 11),
            ("92233720368547758.07", 2, Int64.max), ("-92233720368547758.08", 2, Int64.min), ("0", 2, 0),
        ] as [(String, Int, Int64)])
    func exact(text: String, scale: Int, units: Int64) throws {
        #expect(try #require(DecimalText(text)).units(scale: scale) == units)
    }

    @Test("is written with the currency's decimals", arguments: [(1250, 2, "12.50"), (-5, 2, "-0.05"), (7, 0, "7")])
    func written(units: Int64, scale: Int, text: String) {
        #expect(DecimalText(units: units, scale: scale).text == text)
    }

    @Test(
        "of a wrong form is not read",
        arguments: [
            "", "-", "1.", ".5", "01", "1e3", "1,5", "+1", "1.123456789", "NaN", "٣", "12345678901234567890", "1.-5",
        ])
    func malformed(text: String) { #expect(DecimalText(text) == nil) }

    @Test("that does not fit, has too many decimals or the wrong currency is refused by name")
    func faults() throws {
        func fault(_ text: String, _ code: String = "EUR") throws -> Money.Fault? {
            let money = Money(amount: try #require(DecimalText(text)), currency: CurrencyCode(trusted: code))
            do { _ = try money.positive(in: Self.euro) } catch { return error }
            return nil
        }
        #expect(try fault("1.005") == .tooManyDecimals)
        #expect(try fault("92233720368547758.08") == .tooLarge)
        #expect(try fault("0.00") == .notPositive)
        #expect(try fault("-1") == .notPositive)
        #expect(try fault("1", "GBP") == .wrongCurrency)
        #expect(try fault("1.100") == nil)
    }

    @Test("never wraps: a sum beyond the range is an error")
    func overflow() {
        #expect(throws: AmountOverflow.self) { try Amount(.max) + Amount(1) }
        #expect(throws: AmountOverflow.self) { try Amount(.min) - Amount(1) }
        #expect(throws: AmountOverflow.self) { try [Amount(.max), Amount(.max)].total() }
    }
}

@Suite("Times and dates") struct TimeTests {
    @Test(
        "are read in all of RFC 3339's forms and written in one",
        arguments: [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
            ("2026-11-20T21:26:58.1239Z", "2026-11-20T21:26:58.123Z"),
            ("2026-11-20T21:26:58.5+01:30", "2026-11-20T19:56:58.500Z"),
            ("2000-02-29T23:59:59-00:01", "2000-03-01T00:00:59.000Z"),
            ("0001-01-01T00:00:00.000z", "0001-01-01T00:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ])
    func forms(text: String, canonical: String) { #expect(Timestamp(text)?.text == canonical) }

    @Test(
        "that do not exist are not read",
        arguments: [
            "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "2026-04-31T00:00:00Z", "2026-01-01T00:00:60Z",
        ])
    func impossible(text: String) { #expect(Timestamp(text) == nil) }

    @Test("agree with each other on every day of four centuries")
    func calendar() {
        var day = Timestamp(milliseconds: -5_364_662_400_000)
        for _ in 0..<146_097 {
            #expect(Timestamp(day.text) == day)
            day = day.adding(seconds: 86_400)
        }
    }

    @Test("count an age by anniversaries", arguments: [("2008-11-20", 18), ("2008-11-21", 17), ("2008-02-29", 18)])
    func ages(born: String, age: Int64) throws {
        #expect(try #require(Day(born)).fullYears(until: try #require(Day("2026-11-20"))) == age)
    }
}

@Suite("Days") struct DayTests {
    @Test(
        "have a weekday, a Monday and a first of their month",
        arguments: [
            ("1970-01-01", Weekday.thursday, "1969-12-29", "1970-01-01"),
            ("2026-11-23", .monday, "2026-11-23", "2026-11-01"),
            ("2026-11-29", .sunday, "2026-11-23", "2026-11-01"), ("2024-02-29", .thursday, "2024-02-26", "2024-02-01"),
            ("2000-01-01", .saturday, "1999-12-27", "2000-01-01"), ("0001-01-01", .monday, "0001-01-01", "0001-01-01"),
        ])
    func places(text: String, weekday: Weekday, monday: String, first: String) throws {
        let day = try #require(Day(text))
        #expect(day.weekday == weekday)
        #expect(day.monday.text == monday)
        #expect(day.firstOfMonth.text == first)
    }

    @Test("are counted forwards and backwards over months and leap years")
    func counting() throws {
        let day = try #require(Day("2024-02-28"))
        #expect(day.adding(days: 1).text == "2024-02-29")
        #expect(day.adding(days: 366).text == "2025-02-28")
        #expect(day.adding(days: -59).text == "2023-12-31")
        #expect(Day(daysSince1970: day.daysSince1970) == day)
    }
}

@Suite("A time zone's name") struct TimeZoneNameTests {
    @Test(
        "is one of IANA's form",
        arguments: [
            "UTC", "GB", "Europe/Dublin", "America/Argentina/Buenos_Aires", "Etc/GMT+10", "America/Port-au-Prince",
            "America/Argentina/ComodRivadavia", "EST5EDT",
        ])
    func accepted(text: String) throws {
        #expect(TimeZoneName(text) != nil)
        let pattern = try Regex(#require(TimeZoneNameRule.pattern))
        #expect(text.contains(pattern))
    }

    @Test(
        "is nothing else, and no path above all",
        arguments: [
            "", "U", "../etc/passwd", "/etc/localtime", "Europe/", "Europe//Dublin", "Europe/..", "Europe/Dub.lin",
            "Europe/Dublin ", "a/b/c/d", "Europe/1Dublin", "+01", "Zürich", "Europe/Dublin\0",
            String(repeating: "a", count: 51),
        ])
    func refused(text: String) throws {
        #expect(TimeZoneName(text) == nil)
        let pattern = try Regex(#require(TimeZoneNameRule.pattern))
        #expect(!TimeZoneNameRule.length.contains(text.count) || !text.contains(pattern))
    }
}

@Suite("Identifiers") struct IdentifierTests {
    @Test("are version 7 UUIDs that sort by time and survive their text and bytes")
    func roundTrip() throws {
        let early = ID<User>(at: Timestamp(milliseconds: 1_000), randomness: (.max, .max))
        let late = ID<User>(at: Timestamp(milliseconds: 1_001), randomness: (0, 0))
        #expect(early < late)
        #expect(ID<User>(early.text) == early)
        #expect(ID<User>(bytes: early.bytes) == early)
        #expect(Array(early.text)[14] == "7")
        #expect("89ab".contains(Array(early.text)[19]))
    }

    @Test(
        "of a wrong form are not read",
        arguments: [
            "", "019aa2f5-3c00-7000-8000-00000000000", "019aa2f53c0070008000000000000001",
            "019aa2f5-3c00-7000-8000-00000000000g",
        ])
    func malformed(text: String) { #expect(ID<User>(text) == nil) }
}
