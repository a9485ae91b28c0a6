/// Where randomness comes from: the system in production, a seed in simulation and in tests.
public protocol Entropy: AnyObject {
    /// That many random bytes.
    func bytes(_ count: Int) -> [UInt8]
    /// A random number over the whole range.
    func next() -> UInt64
}
