import Messages
import Testing

@testable import Wallet

struct OriginTests {
    @Test(
        "takes deposit, then bonus, then winning",
        arguments: [
            (1, [1, 0, 0]), (10, [10, 0, 0]), (11, [10, 1, 0]), (15, [10, 5, 0]), (16, [10, 5, 1]), (35, [10, 5, 20]),
        ] as [(Int64, [Int64])])
    func order(amount: Int64, parts: [Int64]) throws {
        let there = Origin(deposit: Amount(10), bonus: Amount(5), winning: Amount(20))
        let taken = try #require(try there.taking(Amount(amount)))
        #expect(taken.parts.map(\.amount.units) == parts)
        #expect(try taken.total() == Amount(amount))
    }

    @Test("takes nothing where there is too little")
    func tooLittle() throws {
        let there = Origin(deposit: Amount(10), bonus: Amount(5), winning: Amount(20))
        #expect(try there.taking(Amount(36)) == nil)
        #expect(try Origin().taking(Amount(1)) == nil)
    }
}
