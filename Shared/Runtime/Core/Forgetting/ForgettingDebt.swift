import Messages

/// When a large database is written anew after somebody was forgotten. It takes the time and the room for a second one.
public enum LargeRewrite: String, Sendable, CaseIterable {
    /// At the service's next start, before anybody is served.
    case start
    /// At once, and nobody is served meanwhile.
    case now
    /// Not before a start that is told otherwise.
    case never
}

/// What a node owes to those whom it has forgotten, beside its tables: a line each in the list, the database written anew
/// and its log cut off. Each is done once, and tried again until it is; meanwhile the service serves.
struct ForgettingDebt {
    /// Whom the list knows and the database does not, and who are to be forgotten again; nil where the list is still to be
    /// read.
    var again: [ID<User>]? = []
    var isListed = true
    var isRewritten = true
    var isCut = true
    var isSettled = true
    /// Whether the file was too large to be written anew by now.
    var leavesCopies = false
    private(set) var due = Timestamp(milliseconds: 0)
    private var pause: Int64 = 0
    var listComplaint: String?
    var roomComplaint: String?

    private static let pauses: ClosedRange<Int64> = 20...5000
    /// Where something is wrong that a person has to put right.
    private static let longPauses: ClosedRange<Int64> = 1000...300_000

    var isOwed: Bool { again != [] || !isSettled }

    var complaint: String? { listComplaint ?? roomComplaint }

    /// More was erased: what was written anew may hold it still.
    mutating func grow() {
        (isListed, isRewritten, isCut, isSettled) = (false, false, false, false)
        (due, pause) = (Timestamp(milliseconds: 0), 0)
    }

    /// What is left waits, longer each time.
    mutating func rest(at now: Timestamp) {
        let isWrong = listComplaint != nil || roomComplaint != nil
        let pauses = isWrong ? ForgettingDebt.longPauses : ForgettingDebt.pauses
        pause = min(max(pause * 2, pauses.lowerBound), pauses.upperBound)
        due = now.adding(milliseconds: pause)
    }
}
