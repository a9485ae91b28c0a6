import Messages
import Runtime

/// Something on the world's agenda.
enum Happening {
    case start(ServiceName, life: Int)
    /// A process takes what has arrived; the ticket tells a plan that was overtaken by an earlier one.
    case step(ServiceName, ticket: Int)
    case arrival(Parcel)
    case query(ServiceName, life: Int, QueryTask)
    case work(ServiceName, life: Int, WorkOrder)
    /// A client's request reaches the gateway's door.
    case request(WebRequest)
    /// A client has taken what was written of an open answer.
    case drained(UInt64)
    /// A client learns how its exchange ended.
    case exchangeEnd(UInt64, WebResponse?)
    /// A client gives an exchange up.
    case impatience(UInt64)
    /// A client acts.
    case turn(Int)
    case weather
    /// Looks whether clients can come yet.
    case opening
    case roomAgain(ServiceName)
    /// Looks whether the world is at rest.
    case inspection
    case witness(WitnessHappening)
}
