import Messages
import Runtime
import Storage

/// What a source's events say of its seals and of itself.
struct SourceSeals {
    let source: ServiceName
    let context: CommandContext

    /// Most events say nothing of it, which their type tells; nor do those that cannot be read, as one of a later release.
    func take(_ leaf: Leaf, _ entry: EventPage.Entry) throws {
        switch leaf.type {
        case ServiceStarted.type:
            if let from = (try? entry.data(ServiceStarted.self))?.sealedFrom { try note(from, leaf) }
        case HistoryAltered.type:
            if let fault = (try? entry.data(HistoryAltered.self))?.fault {
                try Findings(context).add(fault, of: source)
            }
        default: break
        }
    }

    /// Sealing begins once in a database's life. Where it begins again, somebody has taken the seals away so that the
    /// service would take what it found for its own.
    private func note(_ from: Int64, _ leaf: Leaf) throws {
        let known = try context.database.first(
            "SELECT sealed_from FROM source_seals WHERE source = ? AND incarnation = ?", source, leaf.incarnation
        ) { try $0.value(0, as: Int64.self) }
        guard let known else {
            try context.database.run(
                "INSERT INTO source_seals (source, incarnation, sealed_from) VALUES (?, ?, ?)", source,
                leaf.incarnation, from)
            return
        }
        guard known != from else { return }
        try Findings(context).add(.unsealed, of: source, leaf.incarnation, expected: known, found: from)
    }
}
