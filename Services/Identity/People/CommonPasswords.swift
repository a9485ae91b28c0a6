/// The passwords of at least eight characters that are tried first everywhere.
enum CommonPasswords {
    static func contains(_ password: String) -> Bool {
        let lower = password.lowercased()
        // One character over and over, whatever its length.
        return passwords.contains(lower) || Set(lower).count == 1
    }

    private static let passwords: Set<String> = [
        "00000000", "0123456789", "01234567", "11111111", "11223344", "12121212", "12341234", "1234554321", "12345678",
        "123456789", "1234567890", "1234567891", "123123123", "123321123", "123qweasd", "1q2w3e4r", "1q2w3e4r5t",
        "1qaz2wsx", "1qaz2wsx3edc", "22222222", "66666666", "87654321", "88888888", "987654321", "99999999", "aa123456",
        "abc12345", "abc123456", "abcd1234", "abcdefgh", "admin123", "administrator", "asdf1234", "asdfasdf",
        "asdfghjk",
        "asdfghjkl", "baseball", "basketball", "business", "butterfly", "changeme", "changeme123", "charlie1",
        "chocolate",
        "computer", "consumer", "corvette", "danielle", "facebook", "football", "football1", "google123", "iloveyou",
        "iloveyou1", "internet", "jennifer", "letmein1", "letmein123", "liverpool", "manchester", "master123",
        "mercedes",
        "michelle", "midnight", "monkey123", "p@ssw0rd", "p@ssword", "passw0rd", "password", "password!", "password1",
        "password12", "password123", "password1234", "pokemon1", "princess", "princess1", "q1w2e3r4", "q1w2e3r4t5",
        "qazwsxedc", "qwer1234", "qwerty12", "qwerty123", "qwerty1234", "qwertyui", "qwertyuiop", "samsung1",
        "secret123",
        "starwars", "sunshine", "sunshine1", "superman", "superman1", "test1234", "testtest", "trustno1", "welcome1",
        "welcome123", "whatever", "zaq12wsx", "zxcvbnm1", "zxcvbnm123",
    ]
}
