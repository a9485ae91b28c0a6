import Crypto
import Testing

@testable import Lots

@Suite("A validation number") struct ValidationNumberTests {
    private let symbols = ValidationNumber.alphabet.count
    private let places = 0..<ValidationNumber.length

    private func numbers(_ count: Int) -> [ValidationNumber] {
        let chance = Chance(seed: 5)
        return (0..<count).map { _ in ValidationNumber(entropy: chance.bytes(16)) }
    }

    private func text(_ symbols: [Int]) -> String {
        String(decoding: symbols.map { ValidationNumber.alphabet[$0] }, as: UTF8.self)
    }

    private func symbols(of number: ValidationNumber) -> [Int] {
        number.text.utf8.compactMap { ValidationNumber.alphabet.firstIndex(of: $0) }
    }

    /// Numbers in which two neighbours are any two symbols: another symbol makes the check come out.
    private func number(with first: Int, _ second: Int, at place: Int) -> [Int] {
        var symbols = places.map { ($0 * 7 + first) % self.symbols }
        (symbols[place], symbols[place + 1]) = (first, second)
        let free = place < 2 ? 5 : 0
        for symbol in 0..<self.symbols {
            symbols[free] = symbol
            if ValidationNumber.isConsistent(symbols) { break }
        }
        return symbols
    }

    @Test("is read back from what is printed, in lower case, without hyphens, with spaces, and with look-alikes")
    func reading() throws {
        let number = ValidationNumber(entropy: Array(0..<16))
        #expect(number.printed == "RTX5-45W0-H7WR-305P")
        #expect(try ValidationNumber(reading: number.printed) == number)
        #expect(try ValidationNumber(reading: number.text) == number)
        for number in numbers(200) {
            #expect(try ValidationNumber(reading: " " + number.printed.lowercased() + " ") == number)
            let spoken = number.printed.map { character in
                switch character {
                case "0": "o"
                case "1": "I"
                case "2": "Z"
                case "5": "s"
                case "6": "G"
                case "8": "B"
                case "-": " "
                default: String(character)
                }
            }
            #expect(try ValidationNumber(reading: spoken.joined()) == number)
        }
    }

    @Test("with any one symbol wrong is refused, at every place and for every symbol")
    func singleErrors() throws {
        for number in numbers(20) {
            let right = symbols(of: number)
            for place in places {
                for wrong in 0..<symbols where wrong != right[place] {
                    var typed = right
                    typed[place] = wrong
                    #expect(throws: ValidationNumber.Fault.badCheck) { try ValidationNumber(reading: text(typed)) }
                }
            }
        }
    }

    @Test("with any two neighbours in each other's place is refused, at every place and for every pair")
    func swaps() throws {
        for place in places.dropLast() {
            for first in 0..<symbols {
                for second in 0..<symbols where second != first {
                    var typed = number(with: first, second, at: place)
                    #expect(ValidationNumber.isConsistent(typed))
                    typed.swapAt(place, place + 1)
                    #expect(!ValidationNumber.isConsistent(typed))
                }
            }
        }
    }

    @Test("with a pair typed as another pair, or any two symbols in each other's place, is refused as well")
    func others() throws {
        for number in numbers(40) {
            let right = symbols(of: number)
            for one in places {
                for other in places where other > one && right[one] != right[other] {
                    var typed = right
                    typed.swapAt(one, other)
                    #expect(!ValidationNumber.isConsistent(typed))
                }
            }
        }
        for place in places.dropLast() {
            for pair in 0..<symbols {
                let right = number(with: pair, pair, at: place)
                for wrong in 0..<symbols where wrong != pair {
                    var typed = right
                    (typed[place], typed[place + 1]) = (wrong, wrong)
                    #expect(!ValidationNumber.isConsistent(typed))
                }
            }
        }
    }

    @Test("is refused for what is no symbol, too short or too long, whatever it is")
    func refusals() throws {
        let text = numbers(1)[0].text
        let wrong: [(String, ValidationNumber.Fault)] = [
            ("", .badLength), ("-- --", .badLength), (String(text.dropLast()), .badLength), (text + "0", .badLength),
            (String(repeating: "0", count: 100_000), .badLength), ("A" + text.dropFirst(), .badSymbol),
            ("é" + text.dropFirst(), .badSymbol), (text + "\n", .badSymbol), ("?" + text, .badSymbol),
        ]
        for (typed, fault) in wrong {
            #expect(throws: fault) { try ValidationNumber(reading: typed) }
        }
    }

    @Test("has each symbol equally often at each place, and one of chance fits the check once in twenty-three times")
    func evenness() throws {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: symbols), count: ValidationNumber.length)
        let numbers = numbers(20_000)
        for number in numbers {
            for (place, symbol) in symbols(of: number).enumerated() { counts[place][symbol] += 1 }
        }
        for place in places { #expect(Suspicion.ofCounts(counts[place]) < Suspicion.limit) }
        #expect(Set(numbers).count == numbers.count)
        var chance = Chance(seed: 6)
        let fitting = (0..<23_000).count { _ in
            ValidationNumber.isConsistent(places.map { _ in Int.random(in: 0..<symbols, using: &chance) })
        }
        #expect((800...1200).contains(fitting))
    }

    @Test("of a unit follows from its secret, the raffle and the sale, and is another for another of each")
    func units() throws {
        func number(_ secret: UInt8, _ raffle: String, _ sequence: UInt64) -> String {
            let secret = [UInt8](repeating: secret, count: 32)
            return ValidationNumber(unitSecret: secret, raffle: raffle, sequence: sequence).text
        }
        #expect(number(1, "a", 1) == "M9P5M3MKWXPN0JX7")
        let all = [number(1, "a", 1), number(2, "a", 1), number(1, "b", 1), number(1, "a", 2), number(1, "a", 11)]
        #expect(Set(all).count == all.count)
        #expect("\(try ValidationNumber(reading: all[0]))" == "ValidationNumber")
    }
}
