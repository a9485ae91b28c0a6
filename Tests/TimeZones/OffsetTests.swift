import Messages
import Testing
import TimeZones

@Suite("A zone's offset") struct OffsetTests {
    /// A change of the clocks: the first second of the new offset, and both offsets in minutes.
    struct Change: Sendable, CustomTestStringConvertible {
        let zone, time: String
        let before, after: Int64

        init(_ zone: String, _ time: String, _ before: Int64, _ after: Int64) {
            (self.zone, self.time, self.before, self.after) = (zone, time, before, after)
        }

        var testDescription: String { "\(zone) \(time)" }
    }

    static let listed = [
        // Irish law calls summer the standard time, and winter an hour less.
        Change("Europe/Dublin", "2026-03-29T01:00:00Z", 0, 60),
        Change("Europe/Dublin", "2026-10-25T01:00:00Z", 60, 0),
        Change("America/New_York", "2026-03-08T07:00:00Z", -300, -240),
        Change("America/New_York", "2026-11-01T06:00:00Z", -240, -300),
        // Half an hour of daylight time, in the southern summer.
        Change("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 660, 630),
        Change("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 630, 660),
        // Back for the month of Ramadan.
        Change("Africa/Casablanca", "2026-02-15T02:00:00Z", 60, 0),
        Change("Africa/Casablanca", "2026-03-22T02:00:00Z", 0, 60),
        Change("Pacific/Apia", "2011-12-30T10:00:00Z", -600, 840),
        Change("Europe/Dublin", "2000-03-26T01:00:00Z", 0, 60),
    ]

    /// Long after the last change that a file lists.
    static let repeated = [
        Change("Europe/Dublin", "2090-03-26T01:00:00Z", 0, 60),
        Change("Europe/Dublin", "2090-10-29T01:00:00Z", 60, 0),
        Change("America/New_York", "2090-03-12T07:00:00Z", -300, -240),
        Change("America/New_York", "2090-11-05T06:00:00Z", -240, -300),
        Change("Australia/Lord_Howe", "2090-04-01T15:00:00Z", 660, 630),
        Change("Australia/Lord_Howe", "2090-09-30T15:30:00Z", 630, 660),
    ]

    @Test("changes to the second, and holds on both sides of it", arguments: listed + repeated)
    func changes(change: Change) throws {
        let (rules, moment) = (try Zones.rules(change.zone), try time(change.time))
        #expect(rules.offsetSeconds(at: moment) == change.after * 60)
        #expect(rules.offsetSeconds(at: moment.adding(milliseconds: -1)) == change.before * 60)
        #expect(rules.offsetSeconds(at: moment.adding(seconds: 20 * 86_400)) == change.after * 60)
        #expect(rules.offsetSeconds(at: moment.adding(seconds: -20 * 86_400)) == change.before * 60)
    }

    @Test(
        "is one for ever where clocks never change",
        arguments: [("Asia/Kolkata", 330), ("UTC", 0), ("Etc/GMT+10", -600)] as [(String, Int64)])
    func constant(zone: String, minutes: Int64) throws {
        let rules = try Zones.rules(zone)
        for year in [2000, 2026, 2037, 2038, 2090, 2500] {
            for month in ["01", "07"] {
                #expect(try rules.offsetSeconds(at: time("\(year)-\(month)-01T00:00:00Z")) == minutes * 60)
            }
        }
    }

    @Test("in Morocco stays at summer time where no Ramadan is listed any more")
    func beyondRamadan() throws {
        let rules = try Zones.rules("Africa/Casablanca")
        for month in 1...12 {
            let text = "2090-\(month < 10 ? "0" : "")\(month)-15T00:00:00Z"
            #expect(try rules.offsetSeconds(at: time(text)) == 3600)
        }
    }

    @Test("before 2000 is the one of its beginning")
    func before2000() throws {
        #expect(try Zones.rules("Europe/Dublin").offsetSeconds(at: time("1985-07-01T00:00:00Z")) == 0)
        #expect(try Zones.rules("Pacific/Apia").offsetSeconds(at: time("1985-07-01T00:00:00Z")) == -39_600)
    }

    @Test("follows rules in each form that a TZ string has")
    func writtenRules() throws {
        func minutes(_ text: String, _ moment: String) throws -> Int64 {
            try #require(ZoneRules(yearly: text)).offsetSeconds(at: try time(moment)) / 60
        }
        #expect(try minutes("<-0930>9:30", "2026-01-01T00:00:00Z") == -570)
        // Without an offset daylight time is an hour ahead; without a time it begins at two.
        #expect(try minutes("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z") == -300)
        #expect(try minutes("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z") == -240)
        // J60 is always 1 March; 59 is 29 February in a leap year.
        #expect(try minutes("AAA0BBB,J60/0,J300", "2028-02-29T23:59:59Z") == 0)
        #expect(try minutes("AAA0BBB,J60/0,J300", "2028-03-01T00:00:00Z") == 60)
        #expect(try minutes("AAA0BBB,J60/0,J300", "2027-03-01T00:00:00Z") == 60)
        #expect(try minutes("AAA0BBB,59/0,300", "2028-02-29T00:00:00Z") == 60)
        #expect(try minutes("AAA0BBB,59/0,300", "2027-02-28T23:59:59Z") == 0)
        // Hours before the day and days after it: Saturday evening in Greenland, Thursday's 50th hour in Gaza.
        #expect(try minutes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z") == -120)
        #expect(try minutes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z") == -60)
        #expect(try minutes("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z") == 120)
        #expect(try minutes("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z") == 180)
        // Daylight time that never ends, in the words of RFC 8536.
        for moment in ["2026-01-01T02:59:59Z", "2026-01-01T03:00:00Z", "2026-07-01T00:00:00Z"] {
            #expect(try minutes("XXX3EDT4,0/0,J365/23", moment) == -240)
        }
    }
}
