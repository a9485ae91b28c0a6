/// How long sessions and their tokens live, in seconds.
struct SessionLifetimes: Sendable {
    let token: Int64
    let idle: Int64
    let absolute: Int64
}

extension IdentitySettings {
    var sessionLifetimes: SessionLifetimes {
        SessionLifetimes(token: tokenMinutes * 60, idle: idleDays * 86_400, absolute: absoluteDays * 86_400)
    }
}
