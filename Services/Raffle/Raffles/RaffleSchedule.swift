import Messages
import Runtime

/// The times of a raffle, as far as they are set.
struct RaffleSchedule {
    let salesStart: Timestamp?
    let salesEnd: Timestamp?
    let draw: Timestamp?

    /// Sales begin, then end, then comes the draw; none of it lies in the past when the raffle is made.
    func check(at now: Timestamp) throws {
        if let salesStart, salesStart < now { throw past("/sales_start_time") }
        if let salesEnd, salesEnd <= now { throw past("/sales_end_time") }
        if let draw, draw <= now { throw past("/draw_time") }
        if let salesStart, let salesEnd, salesEnd <= salesStart {
            throw CreateRaffle.Failure.timesOutOfOrder.because(
                "sales must end after they begin at \(salesStart.text)", at: "/sales_end_time")
        }
        if let earliest = salesEnd ?? salesStart, let draw, draw < earliest {
            throw CreateRaffle.Failure.timesOutOfOrder.because(
                "the draw cannot be before the sales are over", at: "/draw_time")
        }
    }

    private func past(_ pointer: String) -> Rejection {
        CreateRaffle.Failure.timesOutOfOrder.because("this lies in the past", at: pointer)
    }
}
