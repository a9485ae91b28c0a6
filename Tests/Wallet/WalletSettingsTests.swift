import Messages
import Testing

@testable import Wallet

@Suite("The wallet's settings") struct WalletSettingsTests {
    @Test("read sums by currency")
    func sums() throws {
        let sums = try #require(SumList.read("EUR:1000, USDT:250.50"))
        #expect(sums.count == 2 && sums[CurrencyCode(trusted: "USDT")]?.text == "250.50")
        #expect(SumList.read("") == [:])
        for text in ["EUR", "EUR:", "EUR:x", "EUR:-1", "eur:1", "EUR:1:2", "EUR:1,EUR:2"] {
            #expect(SumList.read(text) == nil, "\(text)")
        }
    }

    @Test("read confirmations, on most chains six")
    func confirmations() throws {
        func needed(_ text: String, _ chain: String) throws -> Int64 {
            try #require(ConfirmationRule(text)).needed(on: OutsideKey(trusted: chain))
        }
        #expect(try needed("", "bitcoin") == 6)
        #expect(try needed("4,Bitcoin:3", "bitCoin") == 3)
        #expect(try needed("4,bitcoin:3", "bank") == 4)
        for text in ["x", "-1", "bitcoin:", ":3", "a:b:3", "9999999"] {
            #expect(ConfirmationRule(text) == nil, "\(text)")
        }
    }
}
