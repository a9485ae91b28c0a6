import Testing

@testable import Messages

@Suite("Tables as documents")
struct TableFormatTests {
    private struct Row: Codable { let name, amount: String }

    @Test("are CSV or JSON, a row a line")
    func lines() throws {
        let row = Row(name: "a, \"b\"", amount: "-1.50")
        #expect(try TableFormat.csv.line(row, [row.name, row.amount]) == "\"a, \"\"b\"\"\",-1.50\r\n")
        #expect(try TableFormat.jsonl.line(row, []) == #"{"amount":"-1.50","name":"a, \"b\""}"# + "\n")
        for format in TableFormat.allCases {
            #expect(TableFormat.mediaTypes.contains(String(format.contentType.prefix { $0 != ";" })))
        }
    }

    @Test(
        "quote what would be taken for the end of a cell",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("a ", "\"a \""), ("ä;b", "ä;b"),
            ("x\"\u{301},=1", "\"x\"\"\u{301},=1\""),
        ])
    func quoting(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test(
        "hold no formulas, and leave numbers as they are",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""), ("\r\n=1", "\"'\r\n=1\""), ("=\"a\",1", "\"'=\"\"a\"\",1\""), ("＝1", "'＝1"),
            ("-12.50", "-12.50"), ("-0", "-0"), ("-", "'-"), ("1=1", "1=1"),
        ])
    func formulas(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }
}
