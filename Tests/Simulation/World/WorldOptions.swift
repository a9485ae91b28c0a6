/// What a run is like, beside its seed.
public struct WorldOptions: Sendable {
    /// How many steps go by before the faults stop and the world comes to rest.
    public var steps = 10_000
    public var players = 14
    public var isFaulty = true
    /// Is told everything that happens, one line each.
    public var tell: (@Sendable (String) -> Void)?

    public init() {}
}
