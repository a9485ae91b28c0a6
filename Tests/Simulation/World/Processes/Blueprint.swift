import Audit
import Betting
import Crypto
import Gateway
import Identity
import Messages
import Raffle
import Runtime
import Storage
import Transparency
import Wallet
import Witness

/// How each service's machine is made: the real definitions, with settings that suit virtual time.
struct Blueprint {
    let definitions: [ServiceDefinition]
    /// With the log's own key.
    let logSigner: CheckpointSigner
    let witnessRule: WitnessRule
    let witnessSigner: CosignatureSigner
    private let settings: NodeSettings
    private let shelf = CatalogueShelf()
    private static let build = "simulation"

    init(seed: UInt64) throws {
        let entropy = SeededEntropy(seed: seed ^ 0x5eed)
        let identitySeed = entropy.bytes(32)
        let key = try Ed25519SigningKey(seed: identitySeed)
        var settings = NodeSettings(
            build: Blueprint.build, identityKeys: [key.publicKey.bytes], sealKey: entropy.bytes(32))
        // A request for events waits longer than in the real world, so that an idle hour is not all polling.
        settings.parkMilliseconds = 600
        self.settings = settings
        guard let email = Email(Story.adminEmail), let password = Text<NewPasswordRule>(Story.adminPassword) else {
            throw Violation("no bug", "the first admin's email or password is none")
        }
        var wallet = WalletSettings()
        // Often enough that faults hit it in the middle of everything else.
        wallet.proofSeconds = 10
        wallet.welcomeGrants = WelcomeGrants("POINTS:100") ?? wallet.welcomeGrants
        let logSeed = SeededEntropy(seed: seed ^ 0x109).bytes(32)
        let witnessKey = try Ed25519SigningKey(seed: SeededEntropy(seed: seed ^ 0x3179).bytes(32))
        logSigner = CheckpointSigner(key: try Ed25519SigningKey(seed: logSeed))
        witnessRule = WitnessRule(logKeys: [logSigner.noteKey])
        guard
            let signer = CosignatureSigner(
                name: CosignatureSigner.keyName(of: SimulatedWitness.peer), key: witnessKey)
        else { throw Violation("no bug", "the witness's name is none") }
        witnessSigner = signer
        let witness = try AuditWitness(peer: SimulatedWitness.peer, publicKey: witnessKey.publicKey.bytes)
        definitions = try [
            try IdentityService.definition(
                IdentitySettings(
                    signingKeySeed: identitySeed, secret: entropy.bytes(32), passwordCost: .minimal,
                    bootstrapAdmin: BootstrapAdmin(email: email, password: password))),
            WalletService.definition(wallet),
            BettingService.definition(BettingSettings(stakeCheckSeconds: 12)),
            RaffleService.definition().adding(Stall.room, Stall.migration),
            try AuditService.definition(signingKeySeed: logSeed, witnesses: [witness], checkSeconds: 15),
            GatewayService.definition(),
        ].map { try $0.announcing(as: Blueprint.build) }
    }

    func machine(
        _ service: ServiceName, _ database: Connection, _ entropy: any Entropy, _ now: Timestamp
    ) throws -> any Machine {
        if service == .gateway {
            var edge = EdgeSettings()
            (edge.streamWaitMilliseconds, edge.streamSilenceMilliseconds) = (settings.parkMilliseconds, 2000)
            edge.readCatalogue = { [shelf] in shelf.read($0) }
            return try GatewayMachine(
                settings: settings, edge: edge, database: database, entropy: entropy, at: now)
        }
        guard let definition = definitions.first(where: { $0.name == service }) else {
            throw Violation("no bug", "no definition of \(service.rawValue)")
        }
        return try Node(definition, settings: settings, database: database, entropy: entropy, at: now)
    }

    /// The commands that begin sagas: one each, but what is paid into a season begins one of two.
    static let begun = [ContributeToSeason.name: ["betting.contribute-to-season", "betting.record-contribution"]]
        .merging(beginners.mapValues { [$0] }) { both, _ in both }

    private static let beginners = [
        AddPlay.name: "betting.add-play", WithdrawPlay.name: "betting.withdraw-play",
        PlaceBet.name: "betting.place-bet", FinishEvent.name: "betting.settle-event",
        CancelBet.name: "betting.cancel-bet",
        CancelEvent.name: "betting.settle-event", EnterContest.name: "betting.enter-contest",
        SettleContest.name: "betting.settle-contest", CancelContest.name: "betting.cancel-contest",
        StartMatch.name: "betting.sweep-match", CancelMatch.name: "betting.sweep-match",
        CreateInvitation.name: "identity.make-invitation",
        DeleteMe.name: "identity.leave", ForgetUser.name: "identity.forget",
        DisableUser.name: "identity.confirm-standing", RegisterUser.name: "identity.pay-bonus",
        SetLimits.name: "identity.confirm-standing", FreezeUser.name: "identity.confirm-standing",
        UnfreezeUser.name: "identity.confirm-standing", SuspendUser.name: "identity.confirm-standing",
        ReactivateUser.name: "identity.confirm-standing", ImportReconciliation.name: "wallet.match-rows",
        RunAuditChecks.name: "audit.run-checks", RunProof.name: "wallet.prove",
        RunServiceChecks.name: "betting.prove-stakes",
        CreatePeerBet.name: "betting.create-peer-bet", JoinPeerBet.name: "betting.join-peer-bet",
        ResolvePeerBet.name: "betting.settle-peer-bet", CancelPeerBet.name: "betting.settle-peer-bet",
        ReserveAtStall.name: "raffle.stall-reserve", ConfigureRaffle.name: "raffle.configure",
        CancelRaffle.name: "raffle.void-tickets",
    ]

    static func violations(of service: ServiceName, in reader: Connection) throws -> [String] {
        switch service {
        case .identity: try IdentityInvariants.violations(in: reader)
        case .wallet: try WalletInvariants.violations(in: reader)
        case .betting: try BettingInvariants.violations(in: reader)
        case .audit: try AuditInvariants.violations(in: reader)
        case .raffle: try RaffleInvariants.violations(in: reader)
        case .gateway: []
        }
    }
}
