import Messages

/// What people asked for that takes a role, and may not: each told as an event, once in a minute for who asks and for what. So
/// asking again and again writes nothing, and neither do many: what is beyond a bound in one minute is for the access log.
struct RefusedAttempts {
    static let pause: Int64 = 60_000
    /// In a minute, of all together.
    static let most = 100

    struct Attempt {
        let caller: Caller
        let operation: String
        let code: String
        let trace: String
    }

    private struct Name: Hashable {
        let actor, operation: String
    }

    private var told: Set<Name> = []
    private var end = Timestamp(milliseconds: 0)
    /// Those that were not told yet.
    private var attempts: [Attempt] = []

    var isEmpty: Bool { attempts.isEmpty }

    mutating func take() -> [Attempt] {
        defer { attempts.removeAll() }
        return attempts
    }

    /// Notes a refusal, where it is one of access to what not everybody who is signed in may do.
    mutating func note(
        _ refusal: Rejection, of caller: Caller, to registration: Registration, trace: @autoclosure () -> String,
        at now: Timestamp
    ) {
        guard case .user = caller, refusal.problem.status == CommonFailure.forbidden.status,
            registration.access.takesRole
        else { return }
        if now >= end {
            told.removeAll(keepingCapacity: true)
            end = now.adding(milliseconds: RefusedAttempts.pause)
        }
        let name = Name(actor: caller.actor, operation: registration.name)
        guard told.count < RefusedAttempts.most, told.insert(name).inserted else { return }
        attempts.append(
            Attempt(
                caller: caller, operation: registration.name, code: refusal.problem.code, trace: trace()))
    }
}

extension Access {
    /// Whether it is for some of the people who are signed in.
    fileprivate var takesRole: Bool {
        switch self {
        case .roles, .rolesAndPeers: true
        case .anyone, .signedIn, .services, .subscribers: false
        }
    }
}
