/// Brings a person's standing to the wallet, which enforces it. One that the wallet has, or has a later one than, changes
/// nothing.
public enum TakeStanding: Command {
    public typealias Request = PersonStanding
    public typealias Reply = Nothing
    public static let name = "wallet.take-standing"
    public static let summary = "Take in where a person stands"
    public static let access = Access.services([.identity])
}
