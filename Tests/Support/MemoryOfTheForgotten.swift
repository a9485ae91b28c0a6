public import Messages
public import Runtime
import Synchronization

/// A list of the forgotten that lives as long as its test.
public final class MemoryOfTheForgotten: ForgottenList {
    private let people = Mutex<[ID<User>]>([])

    public init() {}

    public func all() -> [ID<User>] { people.withLock { $0 } }
    public func add(_ new: [ID<User>]) { people.withLock { $0 += new } }
}
