public import Messages
import Runtime
public import Storage

extension RaffleService {
    /// Raffles from their draft on: what is sold and won in them, and how far they have come.
    static func raffles() -> Room {
        Room(
            operations: [
                .command(ActivateRaffle.self),
                .command(CancelRaffle.self),
                .command(ChangeOffer.self),
                .command(ChangePerk.self),
                .command(ChangePrize.self),
                .command(ChangeRaffle.self),
                .command(ChangeTicketPackage.self),
                .command(CloseSales.self),
                .command(CreatePerk.self),
                .command(CreatePrize.self),
                .command(CreateRaffle.self),
                .command(CreateTicketPackage.self),
                .command(DropPrize.self),
                .command(OfferPackage.self),
                .command(ResumeRaffle.self),
                .command(SuspendRaffle.self),
                .command(WithdrawOffer.self),
                .query(GetRaffle.self),
                .query(GetTicketPackage.self),
                .query(ListOffers.self),
                .query(ListPackagePrices.self),
                .query(ListPerks.self),
                .query(ListPrizes.self),
                .query(ListRaffles.self),
                .query(ListTicketPackages.self),
            ],
            events: [
                OfferChanged.self, PerkChanged.self, PrizeChanged.self, RaffleChanged.self, RaffleCreated.self,
                RaffleMoved.self, TicketPackageChanged.self,
            ],
            timers: [SalesClock.timer: SalesClock.strike])
    }
}

extension NumberOrder: StorageValue {}
extension PrizeType: StorageValue {}
