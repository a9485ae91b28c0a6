import Messages

/// What clients know of each other: the events there are, the deposits that wait, and all that the platform promised.
final class Story {
    /// An event as its organizer made it.
    struct PublicEvent {
        let id: String
        let organizer: Int
        let currency: String
        var plays: [String]
        let startsAt: Int64
        /// Whether whoever joins stakes on themself.
        var takesSelfStake = false
        var isOver = false
    }

    /// A contest that people can enter, as its organizer made it.
    struct PublicContest {
        let id: String
        let match: String
        var startsAt: Int64
        var isOver = false
    }

    /// An event as a stream gave it, with the place behind it.
    struct Followed {
        let place: String
        let data: String
    }

    /// A peer bet that others can join.
    struct PeerBet {
        let id: String
        let outcomes: [String]
    }

    /// What a client was told that it has.
    enum Acknowledgement {
        case deposit(String)
        /// A withdrawal that ended in a status.
        case withdrawal(String, String)
        case bet(String)
        /// A bet that is in no pool any more.
        case takenBack(String)
        case event(String)
        case peerBet(String)
        case peerStake(bet: String, user: String)
        case entry(String)
        case seasonEntry(String)
        case transaction(String)
    }

    /// A bet in euros of somebody who had been told before that a daily limit holds.
    struct LimitedBet {
        let id: String
        let user: String
        let limit: String
    }

    let taste: Taste
    var events: [PublicEvent] = []
    var peerBets: [PeerBet] = []
    /// Into which somebody is paying, and which an admin has ended.
    var seasonsBeingPaid: [String] = []
    var endedSeasons: [String] = []
    /// Events that are being prepared.
    var drafts: [String] = []
    /// Those of them for which an organizer waits for the house to stand in.
    var wishes: [String] = []
    var contests: [PublicContest] = []
    /// Deposits that were asked for, oldest first, and those that were decided on.
    var deposits: [String] = []
    var decided: Set<String> = []
    /// Withdrawals that were asked for, and by whom, oldest first.
    var withdrawals: [(id: String, user: String)] = []
    /// Those of them that nobody is known to have decided on.
    var openWithdrawals: [(id: String, user: String)] = []
    /// Those that their owners have taken back and nobody has tried to pay since.
    var cancelledWithdrawals: [(id: String, user: String)] = []
    /// The users whom players are.
    var players: [String] = []
    /// Somebody who has just asked to leave.
    var leaving: String?
    /// Who has left, whom an admin is about to have forgotten, and who was.
    var left: [String] = []
    /// A session of the admin's, for those of their devices that do without a code of their own: codes are few.
    var adminSession: SignedIn?
    var condemned: String?
    var forgotten: [String] = []
    /// What is known of them and may be left nowhere, by user.
    var addresses: [String: String] = [:]
    var sanctions = Sanctions()
    var limitedBets: [LimitedBet] = []
    /// The codes of invitations that players can sign up with.
    var invitations: [String] = []
    var acknowledged: [Acknowledgement] = []
    /// What an auditor was given of the log, in the order in which it came.
    var followed: [Followed] = []
    /// The world's time, as everybody in it more or less knows it.
    var now: Int64
    var isSettling = false
    /// When the faults ended.
    var settledAt: Int64 = 0

    init(seed: UInt64, now: Int64) { (taste, self.now) = (Taste(seed: seed), now) }

    func end(withdrawal id: String, as status: String) {
        acknowledged.append(.withdrawal(id, status))
        if status == "cancelled" { cancelledWithdrawals += openWithdrawals.filter { $0.id == id } }
        openWithdrawals.removeAll { $0.id == id }
    }

    /// A player of an event is out: few go on with them.
    func withdrew(_ play: String, from event: String, _ dice: inout Dice) {
        guard let index = events.firstIndex(where: { $0.id == event }), events[index].plays.count > 1 else { return }
        if dice.chance(8000) { events[index].plays.removeAll { $0 == play } }
    }

    static let adminEmail = "admin@croupier.example"
    static let adminPassword = "the first admin's own words"

    /// Seven devices of one admin, of which one follows the audit log, two see to it that people are forgotten and two hold
    /// contests, two of each of two organizers, players, and those who leave.
    func clients(seed: UInt64, count: Int) -> [Client] {
        let app = AuthenticatorApp()
        let admin = Person(email: Story.adminEmail, password: Story.adminPassword, address: "10.0.0.1", app: app)
        var parts: [(Person, any Script)] = [true, false].map { isFirst in
            (admin, AdminScript(story: self, app: app, isFirst: isFirst))
        }
        for organizer in 0..<2 {
            let person = person("organizer\(organizer)", address: "10.0.1.\(organizer + 1)")
            parts.append((person, OrganizerScript(story: self, number: organizer, isFirst: true)))
            parts.append((person, OrganizerScript(story: self, number: organizer, isFirst: false)))
        }
        for player in 0..<count {
            parts.append((person("player\(player)", address: "10.0.2.\(player + 1)"), PlayerScript(story: self)))
        }
        for leaver in 0..<2 {
            let name = "leaver\(leaver)"
            parts.append((person(name, address: "10.0.3.\(leaver + 1)"), LeaverScript(story: self, name: name)))
        }
        parts.append((admin, AuditorScript(story: self, app: app)))
        parts += [true, false].map { (admin, ForgetterScript(story: self, app: app, isFirst: $0)) }
        parts += [true, false].map { (admin, ContestScript(story: self, isFirst: $0)) }
        return parts.enumerated().map { index, part in
            Client(index: index, person: part.0, script: part.1, story: self, seed: seed)
        }
    }

    func person(_ name: String, address: String) -> Person {
        Person(email: "\(name)@croupier.example", password: "the long words of \(name)", address: address)
    }
}

/// Signs a person up, once, and leaves alone what exists.
func signUp(_ person: Person, invitation: String? = nil) -> Call {
    let code = invitation.map { #""invitation_code":"\#($0)","# } ?? ""
    return .post(
        "identity.register-user", "/v1/users",
        #"{"birth_date":"1990-05-17","email":"\#(person.email)",\#(code)"password":"\#(person.password)"}"#)
}

func money(_ amount: String, _ currency: String) -> String {
    #"{"amount":"\#(amount)","currency":"\#(currency)"}"#
}
