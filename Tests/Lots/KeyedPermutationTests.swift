import Crypto
import Testing

@testable import Lots

@Suite("A keyed permutation") struct KeyedPermutationTests {
    private func permutation(_ size: UInt32, key: UInt64 = 1, rounds: Int = KeyedPermutation.roundCount)
        -> KeyedPermutation
    {
        KeyedPermutation(key: SeededEntropy(seed: key).bytes(32), size: size, rounds: rounds)
    }

    private func numbers(_ permutation: KeyedPermutation) -> [UInt32] {
        (0..<permutation.size).map { permutation[$0] }
    }

    @Test("gives every number once, for every size up to 260 and about each power of two")
    func bijection() {
        let powers = (9...17).flatMap { power in [-1, 0, 1].map { UInt32((1 << power) + $0) } }
        for size in Array(1...260) + powers + [1000, 99_999, 100_000, 100_489, 100_490] {
            var seen = [Bool](repeating: false, count: Int(size))
            for number in numbers(permutation(size, key: UInt64(size))) {
                #expect(number < size && !seen[Int(number)])
                seen[Int(number)] = true
            }
        }
    }

    @Test("is taken back by its inverse, at the ends of the largest sizes too")
    func inverse() {
        for size in [1, 2, 3, 4, 5, 7, 255, 256, 257, 1000, 9_998_244, 9_999_999, 10_000_000] as [UInt32] {
            let permutation = permutation(size)
            let most = min(size, 3000)
            for index in Array(0..<most) + Array(size - most..<size) {
                #expect(permutation.index(of: permutation[index]) == index)
                #expect(permutation[permutation.index(of: index)] == index)
            }
        }
    }

    @Test("gives every number of a million once")
    func million() {
        var seen = [Bool](repeating: false, count: 1_000_000)
        for number in numbers(permutation(1_000_000)) { seen[Int(number)] = true }
        #expect(!seen.contains(false))
    }

    @Test("is the same for the same key and size, and another for another of either")
    func keys() {
        #expect(numbers(permutation(500)) == numbers(permutation(500)))
        #expect(numbers(permutation(500)) != numbers(permutation(500, key: 2)))
        // Of the smaller size's numbers, about one in 500 stands where it stands in the larger one.
        let same = zip(numbers(permutation(500)), numbers(permutation(501))).filter { $0.0 == $0.1 }
        #expect(same.count < 15)
    }

    @Test("keeps its numbers from release to release, since raffles in progress depend on them")
    func golden() {
        let permutation = KeyedPermutation(key: Array(0..<32), size: 1000)
        #expect((0..<8).map { permutation[$0] } == [574, 190, 724, 919, 200, 220, 897, 277])
    }

    @Test("tells nothing by its neighbours, nor by where in the raffle a ticket is sold")
    func dispersion() {
        for size in [112, 1008, 10_000] as [UInt32] {
            let pattern = Pattern.of((0..<40).map { numbers(permutation(size, key: $0)) })
            #expect(pattern.neighbours < Pattern.limit, "neighbours at \(size)")
            #expect(pattern.regions < Pattern.limit, "regions at \(size)")
        }
    }

    @Test("could be told from chance by these figures if it only turned, or had two rounds")
    func dispersionFails() {
        let size = UInt32(10_000)
        let turned = (0..<40).map { turn in (0..<size).map { ($0 + 157 * turn) % size } }
        #expect(Pattern.of(turned).neighbours > 100 * Pattern.limit)
        let twice = (0..<40).map { numbers(permutation(size, key: $0, rounds: 2)) }
        #expect(Pattern.of(twice).neighbours > Pattern.limit)
        let once = (0..<40).map { numbers(permutation(size, key: $0, rounds: 1)) }
        #expect(Pattern.of(once).regions > Pattern.limit)
    }

    @Test("puts each of few numbers at each index equally often")
    func small() {
        let (size, keys) = (5, 4000)
        var counts = [Int](repeating: 0, count: size * size)
        for key in 0..<UInt64(keys) {
            for (index, number) in numbers(permutation(UInt32(size), key: key)).enumerated() {
                counts[index * size + Int(number)] += 1
            }
        }
        // Twenty-five counts, of which sixteen are free.
        #expect(chiSquare(counts, of: Double(keys) / Double(size)) < 61)
    }
}

/// How far lists of numbers are from what chance would give, in standard deviations.
private struct Pattern {
    /// A fair permutation goes beyond it less than once in a million runs.
    static let limit = 5.5

    /// How often neighbours in one order differ by what neighbours elsewhere in it differ by: how many share one.
    var neighbours: Double
    /// How unevenly the sixteenths of the order are spread over the sixteenths of the numbers.
    var regions: Double

    static func of(_ lists: [[UInt32]]) -> Pattern {
        let size = lists[0].count
        var (unusual, spread) = (0.0, 0.0)
        for list in lists {
            var differences = [Int](repeating: 0, count: size)
            for (one, next) in zip(list, list.dropFirst()) {
                differences[(Int(next) - Int(one) + size) % size] += 1
            }
            // Of the pairs of neighbours, one in size - 2 has the same difference; about Poisson.
            let pairs = differences.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
            unusual += Double(pairs) - Double(size - 1) / 2
            var counts = [Int](repeating: 0, count: 256)
            for (index, number) in list.enumerated() { counts[index * 16 / size * 16 + Int(number) * 16 / size] += 1 }
            spread += chiSquare(counts, of: Double(size) / 256) - 225 * Double(size) / Double(size - 1)
        }
        let count = Double(lists.count)
        return Pattern(
            neighbours: unusual.magnitude / (count * Double(size) / 2).squareRoot(),
            regions: spread.magnitude / (count * 450).squareRoot())
    }
}
