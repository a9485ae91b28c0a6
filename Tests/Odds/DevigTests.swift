import Testing

@testable import Odds

@Suite("A book without its margin") struct DevigTests {
    private func book(_ decimals: String...) throws -> Book { try Book(decimals.map { try Price($0, as: .decimal) }) }

    @Test("sums to one and keeps the prices' order, whatever the method")
    func sums() throws {
        var draw = Draw(seed: 3)
        for _ in 0..<2000 {
            let book = draw.book()
            for method in DevigMethod.allCases {
                guard let fair = try? book.withoutMargin(method) else {
                    #expect(method == .additive)
                    continue
                }
                #expect((fair.probabilities.reduce(0) { $0 + $1.value } - 1).magnitude < 1e-14)
                for (one, other) in zip(book.prices, fair.probabilities).sorted(by: { $0.0 < $1.0 }).adjacent() {
                    #expect(one.1.value >= other.1.value * (1 - 1e-12))
                }
            }
        }
    }

    @Test("takes more from long shots by insiders, powers and ratios than in proportion")
    func longShots() throws {
        let book = try book("1.25", "5.00", "21.00")
        let plain = try book.withoutMargin(.proportional).probabilities
        for method in [DevigMethod.power, .shin, .oddsRatio] {
            let fair = try book.withoutMargin(method)
            #expect(fair.probabilities[2] < plain[2] && fair.probabilities[0] > plain[0])
            #expect(try #require(fair.parameter) > (method == .shin ? 0 : 1))
        }
    }

    @Test("is itself where it has none, and the same from both sides of two equal prices")
    func fairBook() throws {
        for method in DevigMethod.allCases {
            let fair = try book("2.00", "4.00", "4.00").withoutMargin(method).probabilities
            #expect(zip(fair, [0.5, 0.25, 0.25]).allSatisfy { ($0.value - $1).magnitude < 1e-15 })
            let even = try book("1.91", "1.91").withoutMargin(method).probabilities
            #expect(even.allSatisfy { ($0.value - 0.5).magnitude < 1e-15 })
        }
    }

    @Test("is refused where there is no margin, one side, too much of it, or nothing left")
    func refusals() throws {
        for method in DevigMethod.allCases {
            #expect(throws: Book.DevigFault.noMargin) { try book("2.10", "2.10").withoutMargin(method) }
        }
        #expect(throws: Book.DevigFault.nothingLeft(outcome: 2)) {
            try book("1.10", "1.20", "101.00").withoutMargin(.additive)
        }
        #expect(throws: Book.Fault.oneSided) { try book("1.91") }
        #expect(throws: Book.Fault.oneSided) { try Book([]) }
        let price = try Price("3.00", as: .decimal)
        #expect(throws: Book.Fault.tooManyOutcomes) { try Book(Array(repeating: price, count: 201)) }
    }

    @Test("has an answer or that refusal for the most extreme prices there are")
    func extremes() throws {
        let books = try [
            book("1.000001", "1.000001"), book("1.000001", "1000001"), book("1.000001", "1000001", "2.00"),
            Book(Array(repeating: Price("1.000001", as: .decimal), count: 200)),
        ]
        for book in books {
            for method in DevigMethod.allCases {
                do {
                    let fair = try book.withoutMargin(method).probabilities
                    #expect((fair.reduce(0) { $0 + $1.value } - 1).magnitude < 1e-12)
                } catch {
                    guard case .nothingLeft = error else { Issue.record("\(method): \(error)"); continue }
                }
            }
        }
    }
}

extension Array {
    fileprivate func adjacent() -> Zip2Sequence<Self, ArraySlice<Element>> { zip(self, dropFirst()) }
}
