import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("An imported season")
struct SeasonImportTests {
    let bank: SeasonBank

    init() throws { bank = try SeasonBank() }

    func load(_ text: String) throws -> ServiceUnderTest.Answer<ImportSeason.Reply> {
        try load(bytes: Array(text.utf8))
    }

    func load(bytes: [UInt8]) throws -> ServiceUnderTest.Answer<ImportSeason.Reply> {
        let body = try #require(RawBody<ImportSeason.Body>(contentType: "text/csv", bytes))
        return try bank.ask(ImportSeason.self, .init(season: bank.season.id, body: body))
    }

    @Test("has all of its history, with quotes, a byte order mark, and stakes that were lent")
    func whole() throws {
        let table = """
            \u{feff}date,type,player,amount,bet,description,odds,notes\r
            2026-12-07,bet_placed,Carol,10.00,b1,"Double, ""the"" big one",5/1,\r
            2026-12-08,winnings,Carol,60.00,b1,,,\r
            \r
            2026-12-14,contribution,alice,5.00,,,,\r
            2026-12-15,bet_placed,BOB,4.00,b2,,evens,"two\r
            lines"\r
            """
        let wrong = try load(table + "2026-12-16,gift,Bob,3.00,,,,\n").problem?.errors.map(\.pointer)
        #expect(wrong == ["/lines/8/type"], "a quoted line break counts as one")
        let right =
            table
            + "2026-12-16,bet_placed,Bob,3.00,b3,,,\n2026-12-17,bet_void,Bob,3.00,b3,,,\n2026-12-18,payout,Carol,1.50,,,,\n"
        let reply = try load(right).get()
        #expect((reply.rows, reply.bets, reply.bank.amount.text) == (7, 3, "49.50"))
        let bets = try bank.ask(ListSyndicateBets.self, .init(season: bank.season.id)).get().items
        #expect(bets.map(\.status) == [.void, .pending, .won])
        #expect(bets[2].description == "Double, \"the\" big one" && bets[2].resultDate?.text == "2026-12-08")
        #expect(bets[1].notes == "two lines")
        #expect(try load(right).code == "already_imported")
        #expect(try bank.faults() == [])
    }

    @Test("is refused as a whole, each bad row named with its line")
    func badRows() throws {
        let answer = try load(
            """
            date,type,player,amount,bet
            2026-12-07,contribution,Alice,5.00,
            07/12/2026,contribution,Alice,5.00,
            2026-12-07,gift,Alice,5.00,
            2026-12-07,contribution,Mallory,5.00,
            2026-12-07,contribution,Alice,-5.00,
            2026-12-07,contribution,Alice
            2026-12-07,winnings,Alice,5.00,nothing
            2027-02-01,contribution,Alice,5.00,
            2026-12-07,contribution,Alice,5.001,
            """)
        #expect(answer.code == "bad_rows")
        let found = try #require(answer.problem).errors.map { "\($0.pointer) \($0.code)" }
        #expect(
            found == [
                "/lines/3/date invalid_date", "/lines/4/type unknown_type", "/lines/5/player unknown_player",
                "/lines/6/amount wrong_amount", "/lines/7 wrong_cells", "/lines/9/date date_out_of_season",
                "/lines/10/amount wrong_amount", "/lines/8/bet unknown_bet",
            ])
        #expect(try bank.bank() == "0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("takes no name that two have, and no bet of who had not joined")
    func ambiguity() throws {
        let syndicate = bank.season.syndicate
        let twin = try bank.ask(
            AddSyndicatePlayer.self,
            .init(
                syndicate: syndicate, name: PlayerName(trusted: "CAROL"), email: Email(trusted: "c@example.org"))
        ).get()
        let joined = AddSeasonPlayer.Request(
            season: bank.season.id, player: twin.id, joinedDate: try SyndicateHall.day("2026-12-20"))
        _ = try bank.ask(AddSeasonPlayer.self, joined).get()
        let header = "date,type,player,amount,bet\n2026-12-19,contribution,Bob,9.00,\n"
        let answer = try load(
            header + "2026-12-19,contribution,Carol,5.00,\n2026-12-19,bet_placed,C@example.org,5.00,b\n")
        #expect(
            answer.problem?.errors.map { "\($0.pointer) \($0.code)" } == [
                "/lines/3/player ambiguous_player", "/lines/4/date before_joining",
            ])
        #expect(try load(header + "2026-12-20,bet_placed,c@example.org,5.00,b\n").get().bank.amount.text == "4.00")
        #expect(try bank.faults() == [])
    }

    @Test("is refused where it is no table, or where more went out than came in")
    func noTable() throws {
        #expect(try load("date,type,player\n").code == "malformed_table")
        #expect(try load("date,type,player,amount,colour\n").code == "malformed_table")
        #expect(try load("date,type,player,amount\n").code == "malformed_table")
        #expect(try load("date,type,player,amount\n\"2026").code == "malformed_table")
        #expect(try load(bytes: [0x64, 0xff, 0xfe]).code == "malformed_table")
        let header = "date,type,player,amount\n"
        #expect(try load(header + "2026-12-07,payout,Alice,5.00\n").code == "insufficient_bank")
        let line = "2026-12-07,contribution,Alice,0.01\n"
        #expect(try load(header + String(repeating: line, count: 5001)).code == "too_many_rows")
        #expect(try bank.bank() == "0.00 0.00")
        #expect(try bank.faults() == [])
        #expect(try load(header + String(repeating: line, count: 350)).get().bank.amount.text == "3.50")
        #expect(try bank.faults() == [])
    }

    @Test(
        "is read cell by cell",
        arguments: [
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,\r\n,b\r", [["a", ""], ["", "b"]]),
            ("\"a\"\"b\",\"c,d\"\n", [["a\"b", "c,d"]]), ("\"a\nb\",c", [["a\nb", "c"]]), ("\n\n", []), ("", []),
        ] as [(String, [[String]])])
    func cells(text: String, cells: [[String]]) throws {
        #expect(try CSVTable(Array(text.utf8), limit: 10).lines.map(\.cells) == cells)
    }

    @Test("is broken where quotes are", arguments: ["\"a", "\"a\"b", "x\n\"a\"\"", "\"\"\""])
    func quotes(text: String) {
        #expect(throws: CSVTable.Fault.self) { try CSVTable(Array(text.utf8), limit: 10) }
    }
}
