/// A long work, such as giving out a large pool, is done in turns; between them other messages have theirs.
enum Chunk {
    /// How many bets or entries are worked on in one turn, and how many payments go into one command to the wallet: a few
    /// milliseconds' worth for either service. What a command of an earlier release has paid may be more.
    static let size = 40
}
