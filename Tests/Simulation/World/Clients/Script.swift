/// What a client is up to next.
enum Deed {
    /// Something that must come to a definite end; asked again with its key until it has one.
    case submit(Call, then: (Answer) throws -> Void)
    /// Something to read; nil where it could not be read.
    case read(Call, then: (Answer?) throws -> Void)
    /// A stream, from a place on where there is one; nil where there was none, else what came until it ended or was left.
    case follow(Call, after: String?, then: (Answer?) throws -> Void)
    /// Something asked for without a session, for which 401 is an answer like any other.
    case attempt(Call, then: (Answer) throws -> Void)
    /// A look with a token that must be refused.
    case probe(String)
    case signIn
    case rest(Int64)
    case done
}

/// A part that a client plays: asked for its next deed whenever the last is over.
protocol Script: AnyObject {
    func next(_ client: Client) -> Deed
}

/// Who a client is.
struct Person {
    let email: String
    let password: String
    /// The address that its requests come from.
    let address: String
    var app: AuthenticatorApp?
}
