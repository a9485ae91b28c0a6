/// A person's leaving, by which what is asked about one is told from another of the same person.
public enum Leaving {}

/// Why a person's wallet does not close.
public enum LeavingRefusal: String, DomainFailure {
    /// There is money in it that was paid in or won.
    case walletNotEmpty = "wallet_not_empty"
    /// Money is put aside for stakes that are not decided on yet.
    case stakesOpen = "stakes_open"
    /// An admin has yet to decide on something that the person asked for.
    case requestsPending = "requests_pending"
    public var status: Int { 409 }
}

/// Closes the wallet of somebody who is leaving, if nothing stands in the way: from then on neither stake nor deposit
/// begins. What is owed to them still comes in. A bonus never stands in the way.
public enum CloseWallet: Command {
    public struct Request: Codable, Sendable {
        public let leaving: ID<Leaving>
        public let user: ID<User>
        /// Whether money that was paid in or won may stay there.
        public let abandonsBalance: Bool

        enum CodingKeys: String, CodingKey { case leaving, user, abandonsBalance = "abandons_balance" }

        public init(leaving: ID<Leaving>, user: ID<User>, abandonsBalance: Bool) {
            (self.leaving, self.user, self.abandonsBalance) = (leaving, user, abandonsBalance)
        }
    }
    public typealias Reply = Nothing
    public typealias Failure = LeavingRefusal
    public static let name = "wallet.close-wallet"
    public static let summary = "Close the wallet of somebody who leaves"
    public static let access = Access.services([.identity])
}

/// Takes a closing back: the person has not left. Another leaving of theirs keeps the wallet closed.
public enum ReopenWallet: Command {
    public struct Request: Codable, Sendable {
        public let leaving: ID<Leaving>
        public let user: ID<User>

        public init(leaving: ID<Leaving>, user: ID<User>) { (self.leaving, self.user) = (leaving, user) }
    }
    public typealias Reply = Nothing
    public static let name = "wallet.reopen-wallet"
    public static let summary = "Open the wallet of somebody who has not left"
    public static let access = Access.services([.identity])
}

/// A wallet is closed, because its owner is leaving.
public struct WalletClosed: Event {
    public static let type = "wallet.wallet-closed"
    public let user: ID<User>
    public let leaving: ID<Leaving>
    /// What was paid in or won and stays there, bucket by bucket.
    public let abandoned: [Money]
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, leaving: ID<Leaving>, abandoned: [Money]) {
        (self.user, self.leaving, self.abandoned) = (user, leaving, abandoned)
    }
}

/// A closing was taken back.
public struct WalletReopened: Event {
    public static let type = "wallet.wallet-reopened"
    public let user: ID<User>
    public let leaving: ID<Leaving>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, leaving: ID<Leaving>) { (self.user, self.leaving) = (user, leaving) }
}
