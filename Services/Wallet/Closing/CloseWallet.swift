public import Messages
public import Runtime

extension CloseWallet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let (user, database) = (request.user, context.database)
        // What has expired is given back by whoever touches the money; then it does not stand in the way.
        let ledger = Ledger(context)
        for line in try UserBuckets.all(of: user, at: context.now, in: database) {
            _ = try ledger.available(to: user, in: line.currency)
        }
        let remains = try Remains(of: user, in: database)
        // What is put aside for a withdrawal is no stake, so requests come first.
        let pending = try PendingRequests.words(of: user, in: database)
        if !pending.isEmpty {
            throw Failure.requestsPending.because(
                "\(pending.joined(separator: ", ")) still to be decided on; ask again when that is done")
        }
        if !remains.held.isEmpty {
            throw Failure.stakesOpen.because("\(Remains.text(remains.held)) put aside for stakes; ask again soon")
        }
        if !remains.own.isEmpty, !request.abandonsBalance {
            throw Failure.walletNotEmpty.because(
                "\(Remains.text(remains.own)) in the wallet; play it, take it out, or abandon the balance",
                at: "/abandon_balance")
        }
        try Closings.add(request.leaving, of: user, in: context)
        try context.emit(
            WalletClosed(user: user, leaving: request.leaving, abandoned: remains.own.map(\.money)))
        return Nothing()
    }
}

extension ReopenWallet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        if try Closings.remove(request.leaving, of: request.user, in: context.database) {
            try context.emit(WalletReopened(user: request.user, leaving: request.leaving))
        }
        return Nothing()
    }
}
