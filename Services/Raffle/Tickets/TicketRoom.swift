public import Messages
import Runtime
public import Storage

extension RaffleService {
    /// Raffles' tickets: their numbers, the ranges that are set apart, and how many stand where.
    static func tickets() -> Room {
        Room(
            operations: [
                .command(AllocateTickets.self),
                .command(ConfigureRaffle.self),
                .command(DeallocateTickets.self),
                .command(VoidTicket.self),
                .query(GetTicket.self),
                .query(ListAllocations.self),
                .query(ListTickets.self),
                .query(ReadTicketCounts.self),
            ],
            events: [
                AllocationChanged.self, TicketVoided.self, TicketsBegun.self, TicketsConfigured.self,
                TicketsVoided.self,
            ],
            sagas: [SagaDefinition(configureSaga), SagaDefinition(voidingSaga)])
    }
}

extension TicketState: StorageValue {}
extension RangeKind: StorageValue {}
