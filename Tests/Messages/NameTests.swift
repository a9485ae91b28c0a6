import Messages
import Testing

@Suite("Names")
struct NameTests {
    @Test(
        "show what they are",
        arguments: [
            "Sunday final", "a", "\u{646}\u{647}\u{627}\u{6cc}\u{6cc}\u{200c}\u{647}\u{627}",
            "Za\u{17c}\u{f3}\u{142}\u{107}",
            "\u{1f469}\u{200d}\u{1f680}", "\u{2764}\u{fe0f} 1", "\u{6771}\u{4eac}", "\u{5d0}\u{5d1} 2",
        ])
    func shown(name: String) {
        #expect(Title(name)?.text == name && OutsideKey(name) != nil && OutcomeName(name) != nil)
        #expect(PlayerName(name) != nil && Note(name) != nil)
    }

    @Test(
        "that show nothing, or what they are not, are none",
        arguments: [
            " ", "   ", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}", "\u{200d}", "\u{2800}", "\u{3164}", "\u{fe0f}",
            "\u{ad}",
            "\u{200e}\u{200f}", "\u{2060} \u{2060}",
        ])
    func blank(name: String) {
        #expect(Title(name) == nil && OutsideKey(name) == nil && OutcomeName(name) == nil)
        #expect(PlayerName(name) == nil && Note(name) == nil)
    }

    @Test(
        "with something in them that is not seen or turns the rest are none, though a note may have it",
        arguments: ["Red\u{200b}", "\u{202e}deR", "Re\u{2066}d", " Red", "Red ", "Re\u{ad}d", "A\u{2028}B"])
    func hidden(name: String) {
        #expect(Title(name) == nil && OutsideKey(name) == nil && OutcomeName(name) == nil && PlayerName(name) == nil)
        #expect(Note(name) != nil)
    }

    @Test("of a bank's own are taken as they came")
    func bank() { #expect(BankWords("PAYMENT  ") != nil && BankWords("\u{200b}") != nil) }
}
