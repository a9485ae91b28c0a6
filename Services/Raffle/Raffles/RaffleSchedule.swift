import Messages
import Runtime

/// The times of a raffle, as far as they are set.
struct RaffleSchedule: Equatable {
    let salesStart: Timestamp?
    let salesEnd: Timestamp?
    let draw: Timestamp?

    init(_ raffle: RaffleView) {
        (salesStart, salesEnd, draw) = (raffle.salesStartTime, raffle.salesEndTime, raffle.drawTime)
    }

    /// Sales begin, then end, then comes the draw; none of it lies in the past when it is said.
    func check(at now: Timestamp, insteadOf former: RaffleSchedule? = nil) throws {
        if let salesStart, salesStart < now, salesStart != former?.salesStart { throw past("/sales_start_time") }
        if let salesEnd, salesEnd <= now, salesEnd != former?.salesEnd { throw past("/sales_end_time") }
        if let draw, draw <= now, draw != former?.draw { throw past("/draw_time") }
        if let salesStart, let salesEnd, salesEnd <= salesStart {
            throw RaffleFailure.timesOutOfOrder.because(
                "sales must end after they begin at \(salesStart.text)", at: "/sales_end_time")
        }
        if let earliest = salesEnd ?? salesStart, let draw, draw < earliest {
            throw RaffleFailure.timesOutOfOrder.because(
                "the draw cannot be before the sales are over", at: "/draw_time")
        }
    }

    private func past(_ pointer: String) -> Rejection {
        RaffleFailure.timesOutOfOrder.because("this lies in the past", at: pointer)
    }
}
