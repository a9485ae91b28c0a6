import Messages
import Testing
import TimeZones

@Suite("A day in a zone") struct DayTests {
    @Test(
        "is the one on the wall's calendar",
        arguments: [
            ("UTC", "2026-06-30T23:59:59.999Z", "2026-06-30"),
            ("Europe/Dublin", "2026-06-30T22:59:59.999Z", "2026-06-30"),
            ("Europe/Dublin", "2026-06-30T23:00:00Z", "2026-07-01"),
            ("Europe/Dublin", "2026-01-31T23:30:00Z", "2026-01-31"),
            ("America/New_York", "2027-01-01T04:59:59Z", "2026-12-31"),
            ("Asia/Kolkata", "2026-03-14T18:30:00Z", "2026-03-15"),
            ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
        ])
    func shown(zone: String, moment: String, expected: String) throws {
        #expect(try Zones.rules(zone).day(at: time(moment)).text == expected)
    }

    @Test(
        "begins at midnight there",
        arguments: [
            ("UTC", "2026-07-01", "2026-07-01T00:00:00Z"), ("Europe/Dublin", "2026-07-01", "2026-06-30T23:00:00Z"),
            // The clocks change on these days, after midnight.
            ("Europe/Dublin", "2026-03-29", "2026-03-29T00:00:00Z"),
            ("Europe/Dublin", "2026-03-30", "2026-03-29T23:00:00Z"),
            ("Europe/Dublin", "2026-10-25", "2026-10-24T23:00:00Z"),
            ("Europe/Dublin", "2026-10-26", "2026-10-26T00:00:00Z"),
            ("America/New_York", "2090-03-13", "2090-03-13T04:00:00Z"),
            ("Australia/Lord_Howe", "2026-10-05", "2026-10-04T13:00:00Z"),
        ])
    func midnight(zone: String, date: String, expected: String) throws {
        #expect(try Zones.rules(zone).startOfDay(day(date)) == time(expected))
    }

    @Test("begins at one where the clocks leap over midnight, and at the first of two midnights")
    func oddMidnights() throws {
        // Cairo: summer time from the last Friday of April, at midnight; its end is at the last Thursday's midnight.
        let cairo = try Zones.rules("Africa/Cairo")
        #expect(try cairo.startOfDay(day("2026-04-24")) == time("2026-04-23T22:00:00Z"))
        #expect(try cairo.startOfDay(day("2026-10-30")) == time("2026-10-29T22:00:00Z"))
        // Havana's clocks show midnight twice, at one o'clock summer time.
        let havana = try Zones.rules("America/Havana")
        #expect(try havana.startOfDay(day("2026-11-01")) == time("2026-11-01T04:00:00Z"))
        #expect(try havana.startOfDay(day("2026-11-02")) == time("2026-11-02T05:00:00Z"))
    }

    @Test("goes on where the clocks are put back to before its midnight")
    func putBack() throws {
        // Newfoundland changed at one minute past midnight until 2011.
        let rules = try Zones.rules("America/St_Johns")
        let sunday = try day("2010-11-07")
        #expect(try rules.startOfDay(sunday) == time("2010-11-07T02:30:00Z"))
        #expect(try rules.day(at: time("2010-11-07T02:30:00Z")) == sunday)
        #expect(try rules.day(at: time("2010-11-07T02:31:00Z")) == sunday)
        #expect(try rules.day(at: time("2010-11-07T03:30:00Z")) == sunday)
        #expect(try rules.day(at: time("2010-11-07T02:29:59.999Z")).text == "2010-11-06")
    }

    @Test("that was left out begins and ends with the next one's beginning")
    func leftOut() throws {
        let rules = try Zones.rules("Pacific/Apia")
        let leap = try time("2011-12-30T10:00:00Z")
        #expect(try rules.startOfDay(day("2011-12-30")) == leap)
        #expect(try rules.startOfDay(day("2011-12-31")) == leap)
        #expect(try rules.startOfDay(day("2012-01-01")) == time("2011-12-31T10:00:00Z"))
    }

    @Test("belongs to a month and a week that begin there")
    func monthsAndWeeks() throws {
        let rules = try Zones.rules("Europe/Dublin")
        #expect(try rules.startOfMonth(day("2026-04-30")) == time("2026-03-31T23:00:00Z"))
        #expect(try rules.startOfMonth(day("2026-03-31")) == time("2026-03-01T00:00:00Z"))
        #expect(try rules.startOfWeek(day("2026-04-05")) == time("2026-03-29T23:00:00Z"))
        #expect(try rules.startOfWeek(day("2026-03-29")) == time("2026-03-23T00:00:00Z"))
    }

    @Test("holds every moment between its beginning and the next one's, in every zone")
    func partition() throws {
        var state: UInt64 = 7
        for name in try Zones.book().names {
            let rules = try Zones.rules(name.text)
            for index in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // From 2000 to 2100, half of them within two hours of a midnight.
                var moment = Timestamp(milliseconds: 946_684_800_000 + Int64(state >> 21) % 3_155_760_000_000)
                if index.isMultiple(of: 2) {
                    moment = rules.startOfDay(rules.day(at: moment))
                        .adding(milliseconds: Int64(state >> 33) % 14_400_000 - 7_200_000)
                }
                let day = rules.day(at: moment)
                let (start, end) = (rules.startOfDay(day), rules.startOfDay(day.adding(days: 1)))
                guard start <= moment, moment < end else {
                    Issue.record("\(name.text): \(moment) is not in \(day)")
                    continue
                }
                #expect(rules.day(at: start) == day)
                #expect(rules.day(at: start.adding(milliseconds: -1)) < day)
            }
        }
    }

    @Test("beyond all times is still a day", arguments: [Int64.min, .min + 1, .max - 1, .max])
    func extremes(milliseconds: Int64) throws {
        let moment = Timestamp(milliseconds: milliseconds)
        for zone in ["Europe/Dublin", "Pacific/Apia", "UTC"] {
            let rules = try Zones.rules(zone)
            #expect(rules.startOfDay(rules.day(at: moment)) <= moment)
        }
    }
}
