import Messages

/// What the house keeps of a peer bet, in basis points of what is won: stakes that go back to who made them pay
/// nothing.
enum PeerFee {
    /// Nil for what is no percentage from 0 to under 100 with at most two decimals.
    static func basisPoints(of percent: DecimalText) -> Int64? {
        guard let points = try? percent.units(scale: 2), (0..<10_000).contains(points), !percent.text.hasPrefix("-")
        else { return nil }
        return points
    }
}
