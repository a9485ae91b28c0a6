import Messages

/// What clocks do every year: one offset, or a second one between two dates of the year.
struct YearlyRule: Hashable, Sendable {
    /// A day of any year.
    enum Date: Hashable, Sendable {
        /// Counted from 1, as if there were no 29 February.
        case withoutLeapDay(Int64)
        /// Counted from 0.
        case withLeapDay(Int64)
        /// A weekday of a month, counted from Sunday as 0; in the fifth week it is the month's last.
        case weekday(Int64, week: Int64, month: Int64)

        func daysSince1970(in year: Int64) -> Int64 {
            switch self {
            case .withoutLeapDay(let day):
                let isAfterLeapDay = day > 59 && daysIn(month: 2, of: year) == 29
                return Messages.daysSince1970(year: year, month: 1, day: 1) + day - (isAfterLeapDay ? 0 : 1)
            case .withLeapDay(let day):
                return Messages.daysSince1970(year: year, month: 1, day: 1) + day
            case .weekday(let weekday, let week, let month):
                let first = Messages.daysSince1970(year: year, month: month, day: 1)
                let firstWeekday = Day(daysSince1970: first).weekday.rawValue % 7
                let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
                return first + (day < daysIn(month: month, of: year) ? day : day - 7)
            }
        }
    }

    struct Moment: Hashable, Sendable {
        let date: Date
        /// On the clock, from the date's midnight; it may lie days before or after.
        let seconds: Int64

        /// Seconds since 1970 if the clocks stand at the offset.
        func time(in year: Int64, offset: Int64) -> Int64 { date.daysSince1970(in: year) * 86_400 + seconds - offset }
    }

    struct Daylight: Hashable, Sendable {
        let offset: Int64
        let begin, end: Moment
    }

    let standard: Int64
    /// In winter in a country whose law calls summer its standard time, such as Ireland's.
    let daylight: Daylight?

    func offset(at time: Int64) -> Int64 {
        let switches = switches(around: time)
        guard let first = switches.first, let daylight else { return standard }
        if let latest = switches.last(where: { $0.time <= time }) { return latest.offset }
        return first.offset == standard ? daylight.offset : standard
    }

    /// The switches of the year before, the year and the year after, in order.
    func switches(around time: Int64) -> [(time: Int64, offset: Int64)] {
        guard let daylight else { return [] }
        let year = Day(daysSince1970: time.flooredDivision(by: 86_400)).year
        let switches = (year - 1...year + 1).flatMap { year in
            [
                (time: daylight.begin.time(in: year, offset: standard), offset: daylight.offset),
                (time: daylight.end.time(in: year, offset: daylight.offset), offset: standard),
            ]
        }
        // Where one year's daylight time ends as the next one's begins, it never ends: the beginning is the later.
        return switches.sorted { left, right in
            left.time == right.time ? left.offset == standard && right.offset != standard : left.time < right.time
        }
    }
}
