import Crypto
import Foundation

/// Numbers by chance that are the same in each run.
struct Chance: RandomNumberGenerator {
    private let entropy: SeededEntropy

    init(seed: UInt64) { entropy = SeededEntropy(seed: seed) }

    mutating func next() -> UInt64 { entropy.next() }
    func bytes(_ count: Int) -> [UInt8] { entropy.bytes(count) }
}

/// How far counts are from what each should be.
func chiSquare(_ counts: [Int], of expected: Double) -> Double {
    counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
}

/// Figures of chance in standard deviations.
enum Suspicion {
    /// A fair draw goes beyond it less than once in a million runs.
    static let limit = 5.0

    /// How unevenly counts that should all be equal are spread (Wilson and Hilferty's cube root of chi-square).
    static func ofCounts(_ counts: [Int]) -> Double {
        let expected = Double(counts.reduce(0, +)) / Double(counts.count)
        let (value, free) = (chiSquare(counts, of: expected), Double(counts.count - 1))
        return (cbrt(value / free) - (1 - 2 / (9 * free))) / (2 / (9 * free)).squareRoot()
    }

    /// How far from chance it is that the two kinds follow each other as often as they do (Wald and Wolfowitz).
    static func ofRuns(_ kinds: [Bool]) -> Double {
        let (count, some) = (Double(kinds.count), Double(kinds.count(where: { $0 })))
        let others = count - some
        let runs = Double(1 + zip(kinds, kinds.dropFirst()).count(where: { $0.0 != $0.1 }))
        let mean = 2 * some * others / count + 1
        let variance = (mean - 1) * (mean - 2) / (count - 1)
        return (runs - mean).magnitude / variance.squareRoot()
    }
}
