public import Messages

/// How far a place's clocks are from UTC at any time since 2000; earlier times are taken as the beginning of 2000.
public struct ZoneRules: Hashable, Sendable {
    struct Switch: Hashable, Sendable {
        /// Seconds since 1970.
        let time: Int64
        /// The seconds to add to UTC from then on.
        let offset: Int32
    }

    /// No clock is as far from UTC as this (RFC 8536 section 3.2).
    static let furthest: Int64 = 26 * 3600

    /// The offset before the first switch.
    let initial: Int32
    /// The switches that are listed one by one, in order.
    let switches: [Switch]
    /// What holds from the last of them on; without it, that one's offset.
    let yearly: YearlyRule?

    public static let utc = ZoneRules(initial: 0, switches: [], yearly: nil)

    // MARK: - Offsets

    /// The seconds to add to UTC for the time that clocks show.
    public func offsetSeconds(at time: Timestamp) -> Int64 {
        offset(at: time.milliseconds.flooredDivision(by: 1000))
    }

    func offset(at time: Int64) -> Int64 {
        guard let last = switches.last, time < last.time else {
            return yearly?.offset(at: time) ?? Int64(switches.last?.offset ?? initial)
        }
        var (low, high) = (0, switches.count)
        while low < high {
            let middle = (low + high) / 2
            if switches[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return Int64(low == 0 ? initial : switches[low - 1].offset)
    }

    /// The times in the range at which the offset may change, in order.
    private func borders(in range: Range<Int64>) -> [Int64] {
        let listed = switches.lazy.map(\.time).filter(range.contains)
        let end = switches.last?.time ?? .min
        let repeated = yearly?.switches(around: range.lowerBound).map(\.time) ?? []
        return listed + repeated.filter { $0 > end && range.contains($0) }
    }

    // MARK: - Days

    /// The day at a time: what the calendar on the wall shows.
    ///
    /// Days follow one another without a gap or an overlap. Where clocks are put back from after midnight to before it,
    /// the day that has begun goes on; they were never put back by more than a day.
    public func day(at time: Timestamp) -> Day {
        let seconds = time.milliseconds.flooredDivision(by: 1000)
        let shown = Day(daysSince1970: (seconds + offset(at: seconds)).flooredDivision(by: 86_400))
        let next = shown.adding(days: 1)
        return startOfDay(next) <= time ? next : shown
    }

    /// The day's first moment: midnight, or when the clocks leap over midnight, or over the whole day, that leap.
    public func startOfDay(_ day: Day) -> Timestamp {
        let midnight = day.daysSince1970 * 86_400
        let reach = midnight - Self.furthest..<midnight + Self.furthest
        var begin = reach.lowerBound
        for end in borders(in: reach) {
            let start = max(begin, midnight - offset(at: begin))
            if start < end { return Timestamp(seconds: start) }
            begin = end
        }
        return Timestamp(seconds: max(begin, midnight - offset(at: begin)))
    }

    /// The first moment of the month that the day is in.
    public func startOfMonth(_ day: Day) -> Timestamp { startOfDay(day.firstOfMonth) }

    /// The first moment of the week that the day is in: its Monday's.
    public func startOfWeek(_ day: Day) -> Timestamp { startOfDay(day.monday) }
}

extension Timestamp {
    /// The nearest that there is, for seconds beyond all times.
    fileprivate init(seconds: Int64) {
        let (product, isBeyond) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: isBeyond ? (seconds < 0 ? .min : .max) : product)
    }
}
