import Messages
public import Runtime

/// The wallet: everybody's money, in one double-entry ledger.
public enum WalletService {
    public static func definition(_ settings: WalletSettings = WalletSettings()) -> ServiceDefinition {
        let rooms = [
            auditing(), balances(settings), bonuses(), closing(), corrections(settings), deposits(settings),
            escrow(settings), holds(settings), people(), proof(settings), reconciliation(), statements(settings),
            withdrawals(settings),
        ]
        return ServiceDefinition(
            name: .wallet, migrations: WalletSchema.all, rooms: rooms, followers: [identityFollower(settings)],
            atStart: { context in
                try LedgerSealing.begin(context)
                try LedgerTrust(context).begin(accepting: settings.acceptedLedger)
                try settings.welcomeGrants.check(in: context.database)
                try ProofSchedule(settings).prepare(context)
            }, forgetting: WalletForgetting.rule, complaint: { try TrustRow.complaint(in: $0) })
    }
}
