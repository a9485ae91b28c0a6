/// How long sessions, their tokens and the proof of who holds them live, in seconds.
struct SessionLifetimes: Sendable {
    let token: Int64
    let idle: Int64
    let absolute: Int64
    let proof: Int64
}

extension IdentitySettings {
    var sessionLifetimes: SessionLifetimes {
        SessionLifetimes(
            token: tokenMinutes * 60, idle: idleDays * 86_400, absolute: absoluteDays * 86_400,
            proof: proofMinutes * 60)
    }
}
