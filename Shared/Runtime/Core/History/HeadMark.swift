extension CommandContext {
    /// What the service has left of its own tables to find again: it lies with where the events end and under the same seal,
    /// so that nobody puts an older one in its place without cutting the events as well. Empty where nothing was left, or
    /// the head that was found is not this service's.
    public var mark: [UInt8] { effects.mark }

    /// Leaves it with this transaction, in place of what was left before.
    public func leave(mark: [UInt8]) { effects.mark = mark }
}
