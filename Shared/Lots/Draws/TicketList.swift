internal import Crypto

/// A ticket that takes part in a draw.
public struct ListedTicket: Hashable, Sendable {
    /// Its number in the raffle.
    public let number: UInt32
    /// Where one buyer may win only once: a number for the buyer, the same on each of the buyer's tickets; by custom the lowest
    /// of these, which tells nobody who the buyer is.
    public let holder: UInt32?

    public init(_ number: UInt32, holder: UInt32? = nil) { (self.number, self.holder) = (number, holder) }

    /// As the list has it: the number, and after a space the holder where there is one.
    public var line: String { holder.map { "\(number) \($0)" } ?? "\(number)" }
}

/// A page of a draw's list, which is hashed by itself: a million tickets need no large buffer, a job can keep one hash
/// for each of its turns, and a buyer can check the page with the own ticket.
public struct TicketPage: Sendable {
    /// How many tickets each page has but the last.
    public static let capacity = 10_000

    public enum Fault: String, Error {
        /// Tickets are listed by rising number, each once.
        case outOfOrder = "out_of_order"
        case full = "page_full"
    }

    public private(set) var count = 0
    /// The last number in it, or before it.
    public private(set) var last: UInt32
    private var text = CanonicalText.lines("page", [])

    /// A page after those that end with a number; the first begins after 0.
    public init(after last: UInt32 = 0) { self.last = last }

    public var isFull: Bool { count == Self.capacity }

    public mutating func add(_ ticket: ListedTicket) throws(Fault) {
        if isFull { throw .full }
        if ticket.number <= last { throw .outOfOrder }
        (last, count) = (ticket.number, count + 1)
        text.append(contentsOf: ticket.line.utf8)
        text.append(UInt8(ascii: "\n"))
    }

    /// The SHA-256, in hexadecimal, of `croupier/raffle/page/1` and the tickets, a line each.
    public var hash: String { Hex.encode(SHA256.hash(text)) }
}

/// The list of all tickets that take part in a draw, of which only the hashes are kept.
public struct TicketList: Sendable {
    public private(set) var count = 0
    private var pages: [String] = []
    private var page = TicketPage()

    public init() {}

    public mutating func add(_ ticket: ListedTicket) throws(TicketPage.Fault) {
        if page.isFull {
            pages.append(page.hash)
            page = TicketPage(after: page.last)
        }
        try page.add(ticket)
        count += 1
    }

    /// What is published once nothing of a draw can change any more.
    public func frozen(for draw: DrawIdentity, under rules: DrawRules) -> String {
        Self.frozen(for: draw, under: rules, count: count, pages: page.count == 0 ? pages : pages + [page.hash])
    }

    /// The SHA-256, in hexadecimal, of the lines `croupier/raffle/frozen/1`, raffle, draw, the rules' lines, how many tickets,
    /// and the pages' hashes.
    public static func frozen(
        for draw: DrawIdentity, under rules: DrawRules, count: Int, pages: [String]
    ) -> String {
        Hex.encode(CanonicalText.hash("frozen", draw.lines + rules.lines + [String(count)] + pages))
    }
}
