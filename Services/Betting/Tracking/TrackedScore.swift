import Messages
import Runtime
import Storage

/// How well bets were foreseen: against the close, and against what came true.
struct TrackedScore: Equatable {
    /// The tenth of the probability; -1 where none was said.
    let bucket: Int64
    private(set) var bets: Int64 = 0
    private(set) var closed: Int64 = 0
    private(set) var beaten: Int64 = 0
    private(set) var judged: Int64 = 0
    private(set) var cameTrue: Int64 = 0
    /// Billionths.
    private(set) var held: Int64 = 0
    private(set) var squares: Int64 = 0

    init(bucket: Int64) { self.bucket = bucket }

    /// Of one bet; nil of what is not settled, or void.
    init?(_ bet: StoredTrackedBet) {
        guard let result = bet.result, result != .void else { return nil }
        let said = bet.probability.map { Billionths.of($0) }
        bucket = said.map { min(9, $0 * 10 / Billionths.one) } ?? -1
        bets = 1
        if let closing = bet.closing { (closed, beaten) = (1, closing.isBeaten(by: bet.price) ? 1 : 0) }
        guard let probability = said, result == .win || result == .loss else { return }
        (judged, cameTrue, held) = (1, result == .win ? 1 : 0, probability)
        squares = Billionths.squaredMiss(probability, cameTrue: result == .win)
    }

    /// Of the columns bets, closed, beaten, judged, came_true, held, squares and bucket.
    init(_ row: borrowing Row) throws {
        bucket = try row.value(7)
        (bets, closed, beaten) = (try row.value(0), try row.value(1), try row.value(2))
        (judged, cameTrue) = (try row.value(3), try row.value(4))
        (held, squares) = (try row.value(5), try row.value(6))
    }

    mutating func count(_ other: TrackedScore, _ sign: Int64 = 1) {
        bets += sign * other.bets
        closed += sign * other.closed
        beaten += sign * other.beaten
        judged += sign * other.judged
        cameTrue += sign * other.cameTrue
        held += sign * other.held
        squares += sign * other.squares
    }
}

/// Whose score it is.
enum ScoreOwner: Hashable, StorageValue {
    case one(ID<User>)
    /// All people together.
    case all

    var stored: StoredValue {
        switch self {
        case .one(let user): user.stored
        case .all: .blob([])
        }
    }

    init(stored: StoredValue) throws { self = try stored == .blob([]) ? .all : .one(ID(stored: stored)) }
}

/// A day, or a sport's week.
struct ScorePlace: Hashable {
    let owner: ScoreOwner
    let sport: String
    let season: String
    let number: Int64

    init(_ owner: ScoreOwner, _ sport: String, _ season: String, _ number: Int64) {
        (self.owner, self.sport, self.season, self.number) = (owner, SportName.key(sport), season, number)
    }

    init(_ owner: ScoreOwner, day: Int64) { self.init(owner, "", "", day) }
}

/// The scores of some days or of a sport's week, by bucket.
struct ScoreSheet {
    private(set) var buckets: [Int64: TrackedScore] = [:]

    mutating func count(_ score: TrackedScore) {
        buckets[score.bucket, default: TrackedScore(bucket: score.bucket)].count(score)
    }

    var total: TrackedScore {
        buckets.values.reduce(into: TrackedScore(bucket: -1)) { $0.count($1) }
    }

    var closing: ClosingFigures {
        let total = self.total
        return ClosingFigures(
            bets: total.bets, withClosing: total.closed, beaten: total.beaten,
            beatRate: ReturnRate.text(net: Amount(total.beaten), staked: Amount(total.closed)))
    }

    var calibration: Calibration {
        let total = self.total
        return Calibration(
            bets: total.judged,
            brierScore: Billionths.mean(total.squares, of: total.judged).map { Billionths.text($0) },
            error: error.map { Billionths.text($0) },
            buckets: buckets.values.filter { $0.judged > 0 }.sorted { $0.bucket < $1.bucket }.map(Self.view))
    }

    /// The sum of how far held and won are apart in each bucket, for each bet. Nil where nothing was judged.
    var error: Int64? {
        let apart = buckets.values.reduce(Int64(0)) { sum, one in
            sum + Int64(clamping: (one.cameTrue * Billionths.one - one.held).magnitude)
        }
        return Billionths.mean(apart, of: total.judged)
    }

    private static func view(_ one: TrackedScore) -> Calibration.Bucket {
        Calibration.Bucket(
            from: tenths(one.bucket), to: tenths(one.bucket + 1), bets: one.judged,
            held: Billionths.text(Billionths.mean(one.held, of: one.judged) ?? 0),
            cameTrue: Billionths.text(Billionths.mean(one.cameTrue * Billionths.one, of: one.judged) ?? 0))
    }

    private static func tenths(_ number: Int64) -> FigureText {
        FigureText(trusted: DecimalText(units: number, scale: 1).text)
    }
}
