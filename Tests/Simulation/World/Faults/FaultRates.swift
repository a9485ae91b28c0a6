/// How often things go wrong, in ten thousand of the occasions; pauses in milliseconds.
public struct FaultRates: Sendable {
    /// Of messages between services.
    var drop = 60
    var duplicate = 120
    var delay = 100
    /// Of those that are not delayed, how many overtake others all the same.
    var disorder = 500
    /// Of the looks at the weather, every 200 ms.
    var partition = 250
    /// Of a process's steps.
    var crashBetweenSteps = 6
    var crashInTransaction = 14
    var crashBeforeSend = 7
    var failedSync = 3
    var fullDisk = 6
    var cleanRestart = 2
    /// Of starts.
    var crashAtStart = 1500
    /// Of exchanges between clients and the gateway.
    var lostRequest = 60
    var lostAnswer = 200
    var impatience = 100

    public static let none = FaultRates(scale: 0)

    /// Every kind is on; how hard each blows differs from seed to seed, so that some seeds see long calm with rare
    /// crashes and others a storm.
    static func drawn(_ dice: inout Dice) -> FaultRates {
        var rates = FaultRates()
        func scaled(_ rate: Int) -> Int { max(1, rate * dice.pick([1, 2, 4, 4, 8, 10]) / 4) }
        rates.drop = scaled(rates.drop)
        rates.duplicate = scaled(rates.duplicate)
        rates.delay = scaled(rates.delay)
        // In some seeds there is no order at all, and calls that wait for those before them get on slowly.
        rates.disorder = dice.pick([0, 100, 500, 500, 2000, 10_000])
        rates.partition = scaled(rates.partition)
        rates.crashBetweenSteps = scaled(rates.crashBetweenSteps)
        rates.crashInTransaction = scaled(rates.crashInTransaction)
        rates.crashBeforeSend = scaled(rates.crashBeforeSend)
        rates.failedSync = scaled(rates.failedSync)
        rates.fullDisk = scaled(rates.fullDisk)
        rates.cleanRestart = scaled(rates.cleanRestart)
        rates.lostRequest = scaled(rates.lostRequest)
        rates.lostAnswer = scaled(rates.lostAnswer)
        return rates
    }

    init() {}

    private init(scale: Int) {
        (drop, duplicate, delay, disorder, partition) = (scale, scale, scale, scale, scale)
        (crashBetweenSteps, crashInTransaction, crashBeforeSend) = (scale, scale, scale)
        (failedSync, fullDisk, cleanRestart, crashAtStart) = (scale, scale, scale, scale)
        (lostRequest, lostAnswer, impatience) = (scale, scale, scale)
    }
}
