/// What admins hold against players, as far as it is surely in force: from the answer that said that it is, until
/// somebody asks for its end.
struct Sanctions {
    enum Kind: String {
        case freeze, suspend

        /// What takes it back.
        var lifting: String {
            switch self {
            case .freeze: "unfreeze"
            case .suspend: "reactivate"
            }
        }
    }

    struct Sanction: Equatable {
        let kind: Kind
        /// No other has it, so that a sanction is not taken for one before it.
        fileprivate let number: Int
    }

    private var count = 0
    private var inForce: [String: Sanction] = [:]

    subscript(user: String?) -> Sanction? { user.flatMap { inForce[$0] } }

    mutating func impose(_ kind: Kind, on user: String) {
        count += 1
        inForce[user] = Sanction(kind: kind, number: count)
    }

    mutating func lift(from user: String) { inForce[user] = nil }
}
