import Messages
import Runtime

/// What all that admins do to others' money has in common.
struct Correction {
    let reason: Note
    let context: CommandContext

    /// Nobody decides on money of their own.
    func checkOwn(_ user: ID<User>, refusing failure: some DomainFailure) throws {
        guard try context.user().user != user else {
            throw failure.because("this is your own account; another admin has to do it")
        }
    }

    /// What is taken must be there, and is not taken from who is frozen. What is given needs nothing.
    func check(
        _ change: Amount, of owner: AccountOwner, _ bucket: Bucket, in currency: KnownCurrency, _ ledger: Ledger,
        refusing failure: some DomainFailure, at pointer: String? = nil
    ) throws {
        guard change < .zero, !owner.kind.mayOwe else { return }
        // A state of a later release may mean the same.
        if case .user(let user) = owner, let state = try KnownPerson.find(user, in: context.database)?.state,
            state == .frozen || state == .unknown
        {
            throw CommonFailure.accountFrozen.because(
                "the user's account is \(state.rawValue): nothing is taken from it")
        }
        let there = try ledger.balance(of: owner, bucket, in: currency)
        if try there + change < .zero {
            let needed = currency.text(try .zero - change)
            throw failure.because("needed \(needed), there is \(currency.text(there))", at: pointer)
        }
    }

    /// Keeps the reason beside the transaction: a remark may tell of people, and what the ledger and events tell stays for
    /// ever.
    func note(for posted: Posted) throws {
        try context.database.run(
            "INSERT INTO transaction_reasons (number, reason) VALUES (?, ?)", posted.number, reason.text)
    }
}
