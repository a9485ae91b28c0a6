import Messages

/// When, from where and with what sessions were last used, until identity is told. The latest use of each counts; past the
/// limit those of further sessions are not noted.
struct UseBook {
    private let limit: Int
    private var uses: [ID<Session>: NoteUses.Use] = [:]
    /// Oldest first.
    private var order: [ID<Session>] = []

    init(limit: Int) { self.limit = limit }

    var count: Int { order.count }

    mutating func note(_ use: NoteUses.Use) {
        if uses[use.session] == nil {
            guard order.count < limit else { return }
            order.append(use.session)
        }
        uses[use.session] = use
    }

    /// Takes those off that wait longest, as many as one message holds.
    mutating func takeBatch() -> NoteUses.Uses? {
        let batch = order.prefix(NoteUses.Uses.limit)
        order.removeFirst(batch.count)
        return batch.isEmpty ? nil : NoteUses.Uses(batch.compactMap { uses.removeValue(forKey: $0) })
    }
}

/// A message with uses under way to identity.
struct UseNote {
    let number: UInt64
    let id: String
    let body: [UInt8]
    var isRepeated = false
}
