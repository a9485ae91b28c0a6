/// Which draw it is: everything that is hashed for it begins with this, so that nothing of one draw serves in another.
public struct DrawIdentity: Hashable, Sendable {
    /// The raffle's id as text.
    public let raffle: String
    /// Which of the raffle's draws, from 1.
    public let number: Int

    public enum Fault: String, Error {
        case badRaffle = "bad_raffle"
        case badNumber = "bad_draw_number"
    }

    public init(raffle: String, number: Int) throws(Fault) {
        guard (1...100).contains(raffle.utf8.count), raffle.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .badRaffle
        }
        guard number > 0 else { throw .badNumber }
        (self.raffle, self.number) = (raffle, number)
    }

    var lines: [String] { [raffle, String(number)] }
}
