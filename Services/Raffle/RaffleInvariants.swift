public import Storage

/// What must hold of the raffle service's database at every commit.
public enum RaffleInvariants {
    /// Every rule that is broken, in words; none in a sound database.
    public static func violations(in database: Connection) throws -> [String] {
        try LicensingInvariants.violations(in: database) + TicketInvariants.violations(in: database)
    }
}
