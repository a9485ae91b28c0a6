import Messages
import TestSupport
import Testing

@testable import Auditor

@Suite("The reader of JSON")
struct JSONReaderTests {
    func text(_ json: String) throws -> [UInt8] {
        var (reader, text) = (JSONReader(Array(json.utf8)), [UInt8]())
        text = try reader.string()
        try reader.end()
        return text
    }

    @Test("reads texts as the platform's encoder writes them, to the byte")
    func strings() throws {
        for value in ["", "a", "\"\\/\n\r\t\u{8}\u{c}\u{1}\u{1f}", "Zoë — 🎲", "{\"a\":\"b\\n\"}", "\u{2028}", "\u{0}"] {
            #expect(try text(SampleLog.quoted(Array(value.utf8))) == Array(value.utf8))
        }
        #expect(try text(#""\u0041\ud83c\udfb2\/\b\f""#) == Array("A🎲/\u{8}\u{c}".utf8))
    }

    @Test("refuses texts that are none")
    func badStrings() {
        for json in [
            "", "\"", "\"\n\"", "\"\\\"", "\"\\x\"", #""\u12""#, #""\ud83c""#, #""\ud83cx""#, #""\udfb2""#, "\"a\"b",
            "a", "\"\\",
        ] {
            #expect(throws: JSONReader.Fault.self) { try text(json) }
        }
    }

    @Test("reads an event's own place wherever it stands, and none where it is told twice or not at all")
    func facts() {
        let body = SampleLog.body("wallet", 7)
        #expect(EventFacts(body) == EventFacts(source: "wallet", incarnation: 1, sequence: 7))
        let (text, number) = (String(decoding: body, as: UTF8.self), "\"0000000000000000007\"")
        #expect(EventFacts(Array(text.replacing(number, with: "7").utf8))?.sequence == 7, "as events once were")
        for broken in [
            "", "[]", "{}", text + "x", String(text.dropLast()),
            text.replacing(number, with: "07"), text.replacing(number, with: "7,\"sequence\":8"),
            text.replacing("/croupier/", with: "/other/"),
            text.replacing(number, with: "7.5"), text.replacing(number, with: "-7"),
            text.replacing(number, with: "\"-7\""), text.replacing(number, with: "\"7x\""),
            text.replacing(number, with: "\"99999999999999999999\""),
        ] {
            #expect(EventFacts(Array(broken.utf8)) == nil, "\(broken.prefix(60))")
        }
        let nested =
            #"{"data":{"source":"/croupier/x","sequence":9,"a":[{"b":"}]"}]},"incarnation":1,"sequence":2,"source":"/croupier/audit"}"#
        #expect(EventFacts(Array(nested.utf8)) == EventFacts(source: "audit", incarnation: 1, sequence: 2))
        #expect(EventFacts(Array(String(repeating: "{\"a\":", count: 200).utf8)) == nil)
    }
}
