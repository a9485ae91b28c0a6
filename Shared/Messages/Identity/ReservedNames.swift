/// Usernames and nicknames that could be taken for the platform's own voice.
public enum ReservedNames {
    public static func contains(_ username: String) -> Bool { folded.contains(fold(username)) }

    private static let folded = Set(names.map(fold))

    /// What looks alike becomes alike: digits become the letters they are put for, and what is hardly seen is dropped.
    private static func fold(_ name: String) -> String {
        String(name.lowercased().filter { $0 != "_" }.map { lookAlikes[$0] ?? $0 })
            .replacing("rn", with: "m").replacing("vv", with: "w")
    }

    private static let lookAlikes: [Character: Character] = [
        "0": "o", "1": "l", "i": "l", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    ]

    private static let names = [
        "account", "admin", "administrator", "anonymous", "api", "audit", "auditor", "bank", "betting", "bot",
        "cashier",
        "croupier", "dealer", "everyone", "finance", "gateway", "guest", "help", "helpdesk", "house", "identity",
        "info",
        "legal", "mod", "moderator", "nobody", "null", "official", "operator", "organizer", "owner", "payments",
        "platform", "postmaster", "raffle", "root", "security", "seller", "service", "staff", "superuser", "support",
        "sysadmin", "system", "team", "test", "undefined", "user", "wallet", "webmaster",
    ]
}
