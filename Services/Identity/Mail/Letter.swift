import Messages

/// What a mail says.
struct Letter: Codable, Sendable {
    let subject: String
    let text: String

    static func emailVerification(_ token: MailToken) -> Letter {
        Letter(
            subject: "Confirm your email address",
            text: """
                Somebody, hopefully you, has given this address for an account.

                To confirm that it is yours, enter this code, which works once and until \(token.expiresAt):

                \(token.text)

                If it was not you, ignore this mail: without the code nothing is confirmed.
                """)
    }

    static func passwordReset(_ token: MailToken) -> Letter {
        Letter(
            subject: "Choose a new password",
            text: """
                Somebody, hopefully you, has asked to replace the password of your account.

                To choose a new one, enter this code, which works once and until \(token.expiresAt):

                \(token.text)

                If it was not you, ignore this mail: your password stays what it is.
                """)
    }

    static func emailChange(_ token: MailToken) -> Letter {
        Letter(
            subject: "Confirm your new email address",
            text: """
                Somebody, hopefully you, wants this to be the address of an account.

                To take it, sign in and enter this code, which works once and until \(token.expiresAt):

                \(token.text)

                If it was not you, ignore this mail: without the code nothing is changed.
                """)
    }

    static let emailChanged = Letter(
        subject: "Your email address was changed",
        text: """
            Your account has another email address from now on, and nothing about it is mailed to this one any more.

            If it was not you, somebody else has your account in hand: tell us at once.
            """)

    static let farewell = Letter(
        subject: "You have left",
        text: """
            Your account is closed, as you have asked, and you are signed out everywhere. What you are still owed, for
            bets that were under way, is credited to you all the same; to have it paid out, write to us.
            """)
}
