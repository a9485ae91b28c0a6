import Messages
import Runtime

extension WalletService {
    /// Money of people's that is put aside until it is decided on.
    static func holds(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .command(CaptureHold.self),
                .command(PlaceHold.self) { try PlaceHold.run($0, settings.zones, in: $1) },
                .command(ReleaseHold.self),
            ],
            events: [
                HoldCaptured.self, HoldExpired.self, HoldPlaced.self, HoldReleased.self,
            ],
            timers: [ExpiredHolds.timer: { try ExpiredHolds.fire($0, in: $1) }])
    }
}
