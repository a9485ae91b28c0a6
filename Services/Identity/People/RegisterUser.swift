import Crypto
import Messages
import Runtime

extension RegisterUser {
    static let minimumAge: Int64 = 18
    /// Beyond this a birth date is a slip of the pen.
    static let maximumAge: Int64 = 130

    static func run(
        _ request: Request, _ settings: IdentitySettings, _ codes: OneTimeCodes, _ verification: EmailVerification,
        in context: CommandContext
    ) throws -> Reply {
        try checkAge(request.birthDate, on: Day(context.now))
        if let username = request.username, ReservedNames.contains(username.text) {
            throw Failure.usernameReserved.because("this username is reserved; choose another", at: "/username")
        }
        if let password = request.password,
            let complaint = PasswordPolicy.complaint(
                about: password, of: request.email.text, username: request.username?.text)
        {
            throw Failure.passwordTooCommon.because(complaint, at: "/password")
        }
        // Asked again when the hash is there: somebody may have been quicker.
        try checkIsFree(request, in: context)
        let invitation = try InvitedSignUp.invitation(
            request.invitationCode, isRequired: settings.invitationRequired, in: context)
        let hash = try request.password.map {
            try PasswordWork.hash($0.text, cost: settings.passwordCost, in: context)
        }
        let details = PersonalDetails(
            email: request.email.text, username: request.username?.text, displayName: request.displayName?.text,
            birthDate: request.birthDate, country: request.country?.text)
        let user = try Users.create(details, passwordHash: hash, roles: [.player], in: context)
        let totp = hash == nil ? try codes.enrol(user, email: details.email, in: context) : nil
        if let invitation { try InvitedSignUp.use(invitation, by: user, in: context) }
        try verification.begin(for: user, in: context)
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        return Reply(profile: profile, totp: totp)
    }

    private static func checkAge(_ birthDate: Day, on today: Day) throws {
        guard birthDate <= today, birthDate.fullYears(until: today) <= maximumAge else {
            throw Rejection.field("/birth_date", "out_of_range", "expected the day on which you were born")
        }
        guard birthDate.fullYears(until: today) >= minimumAge else {
            throw Failure.underAge.because("one must be at least \(minimumAge) years old", at: "/birth_date")
        }
    }

    private static func checkIsFree(_ request: Request, in context: CommandContext) throws {
        if try Users.exists(emailKey: request.email.text.lowercased(), in: context.database) {
            throw Failure.emailTaken.because("there is an account with this email address; sign in", at: "/email")
        }
        if let username = request.username,
            try Users.exists(usernameKey: username.text.lowercased(), in: context.database)
        {
            throw Failure.usernameTaken.because("this username is taken; choose another", at: "/username")
        }
    }
}
