import Foundation
import Host
import Messages
import Runtime
import TestSupport
import Testing
import TimeZones

@testable import Wallet

@Suite("Statements as tables")
struct StatementExportTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws {
        wallet = try WalletUnderTest(zones: try ZoneFiles().book())
        try wallet.deposit("10", to: ann)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("4"), of: ann).get()
        try wallet.deposit("99", to: TestUsers.statement(2))
        _ = try wallet.capture(hold).get()
        try wallet.deposit("7", "POINTS", to: ann)
    }

    private func page(
        _ format: TableFormat, after cursor: Cursor? = nil,
        _ set: (inout ExportStatement.Request) throws -> Void = { _ in }
    ) throws -> DocumentPage {
        var request = ExportStatement.Request(format: format)
        request.cursor = cursor
        try set(&request)
        return try wallet.service.ask(ExportStatement.self, request, by: ann).get()
    }

    @Test("have a header and a line for each change, with exact amounts and times")
    func csv() throws {
        let page = try page(.csv)
        #expect(page.contentType == "text/csv; charset=utf-8; header=present")
        #expect(page.fileName.text == "statement.csv")
        #expect(page.next == nil)
        let text = try #require(page.text)
        #expect(text.hasSuffix("\r\n"))
        let lines = text.dropLast().split(separator: "\r\n")
        #expect(lines.first == "time,id,kind,entity,currency,amount,balance")
        #expect(
            lines.dropFirst().map { $0.split(separator: ",").suffix(3).joined(separator: " ") } == [
                "EUR 10.00 10.00", "EUR 0.00 10.00", "EUR -4.00 6.00", "POINTS 7 7",
            ])
        #expect(lines.dropFirst().allSatisfy { Timestamp(String($0.prefix { $0 != "," })) != nil })
    }

    @Test("say in JSON the same as in CSV, and the same as the statement in pages")
    func json() throws {
        let text = try #require(try page(.jsonl).text)
        let rows = try text.split(separator: "\n").map {
            try WireCoding().decode(ExportStatement.Row.self, from: Array($0.utf8))
        }
        let csv = try #require(try page(.csv).text)
        #expect(CSV.line(ExportStatement.Row.columns) + rows.map { CSV.line($0.cells) }.joined() == csv)
        let statement = try wallet.service.ask(GetStatement.self, GetStatement.Request(), by: ann).get()
        #expect(rows == statement.items.map { ExportStatement.Row($0) })
        #expect(try WireCoding().encode(rows[0]).count > 0)
        let members = try JSONSerialization.jsonObject(with: Data(text.split(separator: "\n")[0].utf8))
        #expect((members as? [String: Any])?.keys.sorted() == ExportStatement.Row.columns.sorted())
    }

    @Test("are one whole in many pages, which what happens meanwhile is not in")
    func pages() throws {
        for _ in 0..<ExportStatement.linesPerPage { try wallet.deposit("1", to: ann) }
        let first = try page(.csv)
        let next = try #require(first.next)
        try wallet.deposit("5000", to: ann)
        let second = try page(.csv, after: next)
        #expect(second.next == nil)
        let text = try #require(first.text) + #require(second.text)
        #expect(!text.contains(",5000.00,"))
        #expect(text.split(separator: "\r\n").count == 1 + 4 + ExportStatement.linesPerPage)
        #expect(text.hasSuffix("1.00,406.00\r\n"))
        #expect(try #require(second.text).contains("time") == false)
    }

    @Test("are of the time and currency that is asked for, and nobody else's")
    func filters() throws {
        let points = try page(.jsonl) { $0.currency = CurrencyCode("POINTS") }
        #expect(points.text?.split(separator: "\n").count == 1)
        let none = try page(.csv) { $0.to = Day("2001-01-01").map { .day($0) } }
        #expect(none.text == CSV.line(ExportStatement.Row.columns))
        #expect(none.next == nil)
        var forged = ExportStatement.Request(format: .csv)
        forged.cursor = Cursor("x")
        let answer = try wallet.service.ask(ExportStatement.self, forged, by: ann)
        #expect(answer.status == 422)
    }
}
