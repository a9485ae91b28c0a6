import Crypto
import Messages
import Runtime

extension RegisterUser {
    static func run(
        _ request: Request, _ settings: IdentitySettings, _ codes: OneTimeCodes, _ verification: EmailVerification,
        from countries: CountryGate, in context: CommandContext
    ) throws -> Reply {
        try countries.check(request.country)
        if let zone = request.timeZone { try settings.zones.check(.set(zone)) }
        try Age.check(request.birthDate, on: Day(context.now), orRefuse: Failure.underAge)
        if let password = request.password,
            let complaint = PasswordPolicy.complaint(
                about: password, of: request.email.text, username: request.username?.text)
        {
            throw Failure.passwordTooCommon.because(complaint, at: "/password")
        }
        let invitation = try InvitedSignUp.invitation(
            request.invitationCode, isRequired: settings.invitationRequired, in: context)
        // Asked again when the hash is there: somebody may have been quicker.
        try checkIsFree(request, try ExcludedAddresses(settings), in: context)
        let hash = try request.password.map {
            try PasswordWork.hash($0.text, cost: settings.passwordCost, in: context)
        }
        let details = PersonalDetails(
            email: request.email.text, username: request.username?.text, displayName: request.displayName?.text,
            birthDate: request.birthDate, country: request.country?.text)
        let user = try Users.create(details, passwordHash: hash, roles: [.player], in: context)
        if let record = try UserRecord.find(user, in: context.database) {
            let whole = try record.details.patched(with: request.profile, in: context.database)
            try record.update(to: whole, note: nil, in: context)
        }
        let totp = hash == nil ? try codes.enrol(user, email: details.email, in: context) : nil
        if let invitation { try InvitedSignUp.use(invitation, by: user, in: context) }
        try verification.begin(for: user, in: context)
        return Reply(profile: try Users.existingProfile(of: user, in: context.database), totp: totp)
    }

    private static func checkIsFree(
        _ request: Request, _ excluded: ExcludedAddresses, in context: CommandContext
    ) throws {
        // Whether somebody has shut themselves out is told to nobody who only knows an address.
        let isTaken = try Users.exists(emailKey: request.email.text.lowercased(), in: context.database)
        if try isTaken || excluded.has(request.email, in: context) {
            throw Failure.emailTaken.because("there is an account with this email address; sign in", at: "/email")
        }
        try Usernames.check(
            request.username, for: nil, reserved: Failure.usernameReserved, taken: Failure.usernameTaken,
            in: context.database)
    }
}
