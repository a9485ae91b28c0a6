import Messages
import Runtime
import Storage

/// A user's row, without what proves who they are.
struct UserRecord {
    let id: ID<User>
    var details: PersonalDetails
    let state: UserState
    let kycLevel: KYCLevel
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let deletedAt: Timestamp?
    let forgottenAt: Timestamp?

    static func find(_ user: ID<User>, in database: Connection) throws -> UserRecord? {
        try database.first(
            """
            SELECT email, username, display_name, birth_date, country, name, time_zone, language, contact, preferences,
                external_id, state, kyc_level, created_at, updated_at, deleted_at, forgotten_at
            FROM users WHERE id = ?
            """, user
        ) { row in
            UserRecord(
                id: user,
                details: PersonalDetails(
                    email: try row.value(0), username: try row.value(1), displayName: try row.value(2),
                    birthDate: try row.value(3, as: String?.self).flatMap { Day($0) }, country: try row.value(4),
                    name: try row.value(5), timeZone: try row.value(6), language: try row.value(7),
                    contact: try JSONText.read(try row.value(8)), preferences: try JSONText.read(try row.value(9)),
                    externalID: try row.value(10)),
                state: try row.value(11), kycLevel: try row.value(12), createdAt: try row.value(13),
                updatedAt: try row.value(14), deletedAt: try row.value(15), forgottenAt: try row.value(16))
        }
    }

    /// One who has not left; only such a user is changed.
    static func living(
        _ user: ID<User>, orRefuse deleted: some DomainFailure, in database: Connection
    ) throws -> UserRecord {
        guard let record = try find(user, in: database) else { throw Rejection.notFound("user") }
        guard record.deletedAt == nil else { throw deleted.because("this user has left the platform") }
        return record
    }

    func profile(in database: Connection) throws -> UserProfile {
        var profile = UserProfile(
            id: id, email: forgottenAt == nil ? details.email : "", username: details.username,
            displayName: details.displayName, birthDate: details.birthDate, country: details.country, state: state,
            roles: try Users.roles(of: id, in: database), createdAt: createdAt)
        (profile.name, profile.timeZone, profile.language) = (details.name, details.timeZone, details.language)
        (profile.contact, profile.preferences) = (details.contact, details.preferences)
        (profile.externalID, profile.kycLevel) = (details.externalID, kycLevel)
        profile.grants = try Roles.inOrganizations(of: id, in: database)
        profile.hasTOTP = try OneTimeCodes.isEnrolled(id, in: database)
        profile.isEmailVerified = try EmailVerification.isDone(by: id, in: database)
        (profile.updatedAt, profile.deletedAt) = (updatedAt, deletedAt)
        profile.forgottenAt = forgottenAt
        return profile
    }

    /// Puts new details in the place of these and tells of it; the same details change nothing.
    func update(to new: PersonalDetails, note: Note?, in context: CommandContext) throws {
        let fields = try new.changes(from: details, in: context.database)
        if fields.isEmpty { return }
        try context.database.run(
            """
            UPDATE users SET username = ?, username_key = ?, display_name = ?, birth_date = ?, country = ?, name = ?,
                time_zone = ?, language = ?, contact = ?, preferences = ?, external_id = ?, external_id_key = ?,
                updated_at = ?
            WHERE id = ?
            """, new.username, new.username?.lowercased(), new.displayName, new.birthDate?.text, new.country, new.name,
            new.timeZone, new.language, try new.contact.map(JSONText.of), try new.preferences.map(JSONText.of),
            new.externalID, new.externalID?.lowercased(), context.now, id)
        try context.emit(
            UserUpdated(
                user: id, fields: fields, before: try PersonalSeal.seal(details, of: id, in: context),
                after: try PersonalSeal.seal(new, of: id, in: context),
                note: try PersonalSeal.seal(note, of: id, in: context)))
        if new.timeZone != details.timeZone {
            try context.database.run("UPDATE users SET time_zone_changed_at = ? WHERE id = ?", context.now, id)
            try Standing.publish(id, in: context)
        }
    }
}
