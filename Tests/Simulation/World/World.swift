import Messages
import Runtime
import Witness

/// The whole platform in one process under virtual time: six services on six simulated disks, a network between them
/// that loses, repeats and delays, processes that crash at any step, and clients who want something of it. All of it
/// follows from the seed.
public final class World {
    public let seed: UInt64
    let options: WorldOptions
    let blueprint: Blueprint
    let story: Story

    /// Milliseconds since 1970, as nobody's clock shows them exactly.
    var now = World.beginning
    static let beginning: Int64 = 1_800_000_000_000
    var agenda = Agenda<Happening>()
    let processes: [SimulatedProcess]
    let witness: SimulatedWitness
    /// What the witness waits to be answered.
    var witnessQuestion: Witness.Question?
    /// How much of the log it must have cosigned at the end.
    var witnessTarget: Int64?
    var weather = Weather()
    var rates: FaultRates
    var networkDice: Dice
    var faultDice: Dice
    var witnessDice: Dice

    var exchanges: [UInt64: Exchange] = [:]
    var lastExchange: UInt64 = 0
    var clients: [Client] = []

    var trace = TraceHash()
    var steps = 0
    var messages = 0
    var faults = FaultCount()
    var aim: Aim
    var isSettling = false
    /// Since when no client wants anything any more.
    var calmSince: Int64?
    /// When the world must have come to rest.
    var deadline: Int64 = .max
    let sagas: SagaMap
    var checks: Checks

    public init(seed: UInt64, options: WorldOptions = WorldOptions()) throws {
        (self.seed, self.options) = (seed, options)
        var dice = Dice.forked(from: seed, 1)
        rates = options.isFaulty ? FaultRates.drawn(&dice) : .none
        networkDice = Dice.forked(from: seed, 2)
        faultDice = Dice.forked(from: seed, 3)
        witnessDice = Dice.forked(from: seed, 31)
        blueprint = try Blueprint(seed: seed)
        sagas = SagaMap(blueprint.definitions, begunBy: Blueprint.begun)
        aim = options.isFaulty ? Aim(seed: seed, sagas) : .nothing
        let world = DiskNames.next()
        processes = ServiceName.allCases.map { service in
            SimulatedProcess(
                service, diskName: "\(world)-\(service.rawValue)",
                seed: seed &* 0x9e37_79b9 &+ UInt64(service.position), clockOffset: dice.number(-150...150))
        }
        witness = SimulatedWitness(
            diskName: "\(world)-witness", seed: seed &+ 0x3179, rule: blueprint.witnessRule,
            signer: blueprint.witnessSigner)
        checks = Checks()
        story = Story(seed: seed, now: now)
        clients = story.clients(seed: seed, count: options.players)
        for (step, kinds) in sagas.targets { faults.know(step, kinds) }
    }

    func process(_ service: ServiceName) -> SimulatedProcess { processes[service.position] }

    func plan(_ happening: Happening, in delay: Int64) { agenda.plan(happening, at: now + delay) }

    func note(_ label: String, _ first: [UInt8] = [], _ second: [UInt8] = []) {
        trace.add(label, at: now, first, second)
        options.tell?("\(now - World.beginning) \(label)")
    }
}

@available(*, unavailable)
extension World: Sendable {}
