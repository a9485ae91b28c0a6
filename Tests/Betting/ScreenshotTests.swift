import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A screenshot of a bet's slip")
struct ScreenshotTests {
    let bank: SeasonBank

    init() throws { bank = try SeasonBank() }

    static let gif = UploadSyndicateScreenshot.Body.sample

    func upload(
        _ bytes: [UInt8], to bet: SyndicateBet, _ type: String = "image/gif", by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<SyndicateScreenshot> {
        let body = try #require(RawBody<UploadSyndicateScreenshot.Body>(contentType: type, bytes))
        return try bank.ask(UploadSyndicateScreenshot.self, .init(bet: bet.id, body: body), by: caller)
    }

    @Test(
        "is recognized by its content",
        arguments: [
            ([0xff, 0xd8, 0xff, 0xe0], "jpeg"), ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "png"),
            (Array("GIF87a".utf8), "gif"), (Array("RIFF____WEBPVP8".utf8), "webp"),
        ] as [([UInt8], String)])
    func kinds(bytes: [UInt8], kind: String) { #expect(ImageKind(bytes)?.rawValue == kind) }

    @Test(
        "is none where it is a script, whatever it is called",
        arguments: [
            "<script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF", "RIFF....WAVE", "",
        ])
    func scripts(text: String) { #expect(ImageKind(Array(text.utf8)) == nil) }

    @Test("is kept under a random name, page by page, for those in the syndicate")
    func keeping() throws {
        try bank.contribute("20")
        let bet = try bank.bet("1").get()
        #expect(try upload(Array("<script>".utf8), to: bet, "image/png").code == "not_an_image")
        #expect(try upload(Self.gif, to: bet, by: bank.bob).code == "forbidden")
        let large = Self.gif + Array(repeating: 7, count: 300_000)
        let kept = try upload(large, to: bet, "application/octet-stream").get()
        #expect(kept.contentType == "image/gif" && kept.filename.text.hasSuffix(".gif"))
        #expect(kept.url == "/uploads/screenshots/\(kept.filename.text)")
        var (bytes, cursor) = ([UInt8](), Cursor?.none)
        repeat {
            let page = try bank.ask(
                GetSyndicateScreenshot.self, .init(filename: kept.filename, cursor: cursor), by: bank.bob
            ).get()
            #expect(page.contentType == "image/gif")
            bytes += page.bytes ?? []
            cursor = page.next
        } while cursor != nil
        #expect(bytes == large)
        let admin = bank.both.hall.organizer
        #expect(
            try bank.ask(GetSyndicateScreenshot.self, .init(filename: kept.filename), by: admin).code == "not_found")
        let next = try upload(Self.gif, to: bet).get()
        #expect(try bank.ask(GetSyndicateScreenshot.self, .init(filename: kept.filename)).code == "not_found")
        #expect(try bank.ask(GetSyndicateScreenshot.self, .init(filename: next.filename)).status == 200)
    }
}
