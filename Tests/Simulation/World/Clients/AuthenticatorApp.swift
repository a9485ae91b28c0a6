import Crypto

/// An authenticator app that the devices of one person share. A code works once, so each is shown to one of them only.
final class AuthenticatorApp {
    private var secret: OneTimePassword?
    private var lastStep: Int64 = 0
    /// Whether signing in takes its codes.
    var isInUse = false

    func take(_ secret: String) throws {
        guard let bytes = Base32.decode(secret) else { throw Violation("enrolment", "the secret is no base32") }
        self.secret = try OneTimePassword(secret: bytes)
    }

    /// A code that nobody was shown before, with its step; nil where all that would be taken now have been shown.
    func code(at now: Int64) -> (text: String, step: Int64)? {
        // Clocks differ a little, so that the next step's code is taken only when this one's has surely begun.
        let latest = OneTimePassword.step(milliseconds: now - 1000) + 1
        let step = max(OneTimePassword.step(milliseconds: now), lastStep + 1)
        guard let secret, step <= latest else { return nil }
        lastStep = step
        return (secret.code(step: step), step)
    }

    /// Whether a step is over: its code may be refused if it has yet to arrive.
    static func isOver(_ step: Int64, at now: Int64) -> Bool { step < OneTimePassword.step(milliseconds: now) }
}
