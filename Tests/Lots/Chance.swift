/// How far counts are from what each should be.
func chiSquare(_ counts: [Int], of expected: Double) -> Double {
    counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
}
