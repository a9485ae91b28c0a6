public import Messages

/// The rule of a command that is decided at once. It is a plain function of the request, the transaction and what the
/// context gives; it does nothing else.
public protocol CommandHandler: Command {
    static func run(_ request: Request, in context: CommandContext) throws -> Reply
}

/// The rule of a command that other services have a say in: it begins a saga, and the saga answers.
public protocol WorkflowHandler: Command {
    static func begin(_ request: Request, in context: CommandContext) throws
}

/// The rule of a query, over a snapshot of this service's own database.
public protocol QueryHandler: Query {
    static func run(_ request: Request, in context: QueryContext) throws -> Reply
}

/// The rule of a stream: a page of it, over a snapshot of this service's own database. A page without items has the
/// question wait at the stream's end, and has it asked on at once before that.
public protocol LiveQueryHandler: LiveQuery {
    /// What is waited for where there is nothing yet: a command that adds to the stream says so by
    /// `CommandContext.touch`.
    static func topic(of request: Request) -> String
    static func run(_ request: Request, in context: QueryContext) throws -> LiveLook
}

/// What one look at a stream gave.
public struct LiveLook: Sendable {
    public let page: LivePage
    /// False where the look ended before the stream did, because one look takes only so long.
    public let isAtEnd: Bool

    public init(_ page: LivePage, isAtEnd: Bool) { (self.page, self.isAtEnd) = (page, isAtEnd) }
}

/// A reply in the form in which it is stored and sent.
struct EncodedReply: Sendable {
    let status: Int
    let location: String?
    let body: [UInt8]
}

/// An operation with its handler, its types erased.
public struct Registration: Sendable {
    enum Kind: Sendable {
        case command(@Sendable ([UInt8], CommandContext) throws -> EncodedReply)
        case workflow(@Sendable ([UInt8], CommandContext) throws -> Void)
        case query(@Sendable ([UInt8], Asking, QueryContext) throws -> QueryAnswer)
    }

    let name: String
    let access: Access
    let scope: String?
    let isOpenToFrozen: Bool
    let holdsSecrets: Bool
    let kind: Kind
    /// Made anew when asked for: a catalogue is announced once, so its memory need not stay.
    let describe: @Sendable () throws -> OperationDescription
    /// Where what is created would be, after the example of a reply that documents show.
    let exampleLocation: @Sendable () throws -> String?

    private init<O: Operation>(_ operation: O.Type, _ kind: Kind) {
        (name, access, scope, isOpenToFrozen) = (O.name, O.access, O.scope, O.isOpenToFrozen)
        (holdsSecrets, self.kind) = (O.replyHoldsSecrets, kind)
        describe = { try OperationDescription(O.self) }
        exampleLocation = {
            let example = try OperationDescription(O.self).replyExample
            return O.location(of: try WireCoding().decode(O.Reply.self, from: Array(example.utf8)))
        }
    }

    public static func command<H: CommandHandler>(_ handler: H.Type) -> Registration {
        command(handler) { request, context in try H.run(request, in: context) }
    }

    /// A command whose rule needs what configuration gave, such as a key: the closure holds it.
    public static func command<C: Command>(
        _ operation: C.Type, _ run: @escaping @Sendable (C.Request, CommandContext) throws -> C.Reply
    ) -> Registration {
        Registration(
            operation,
            .command { [fields = KnownFields(of: operation)] body, context in
                try fields?.check(body, of: context.caller, context.coding)
                let reply = try run(try context.decode(C.Request.self, from: body), context)
                return try C.encoded(reply, with: context.coding)
            })
    }

    public static func workflow<H: WorkflowHandler>(_ handler: H.Type) -> Registration {
        Registration(
            handler,
            .workflow { body, context in
                try H.begin(try context.decode(H.Request.self, from: body), in: context)
            })
    }

    /// A workflow whose rule needs what configuration gave, such as a key: the closure holds it.
    public static func workflow<C: Command>(
        _ operation: C.Type, _ begin: @escaping @Sendable (C.Request, CommandContext) throws -> Void
    ) -> Registration {
        Registration(
            operation,
            .workflow { body, context in try begin(try context.decode(C.Request.self, from: body), context) })
    }

    public static func query<H: QueryHandler>(_ handler: H.Type) -> Registration {
        query(handler) { request, context in try H.run(request, in: context) }
    }

    /// A query whose rule needs what configuration gave, such as a key: the closure holds it.
    public static func query<Q: Query>(
        _ operation: Q.Type, _ run: @escaping @Sendable (Q.Request, QueryContext) throws -> Q.Reply
    ) -> Registration {
        Registration(
            operation,
            .query { [fields = KnownFields(of: operation)] body, _, context in
                try fields?.check(body, of: context.caller, context.coding)
                let reply = try run(try context.decode(Q.Request.self, from: body), context)
                return .reply(try Q.encoded(reply, with: context.coding))
            })
    }

    public static func live<H: LiveQueryHandler>(_ handler: H.Type) -> Registration {
        Registration(
            handler,
            .query { [fields = KnownFields(of: handler)] body, asking, context in
                try fields?.check(body, of: context.caller, context.coding)
                var request = try context.decode(H.Request.self, from: body)
                if let after = asking.after { request.after = after }
                let look = try H.run(request, in: context)
                guard look.page.items.isEmpty, !asking.isLast, let wait = request.waitMilliseconds, wait > 0 else {
                    return .reply(try H.encoded(look.page, with: context.coding))
                }
                return .nothingYet(
                    after: look.page.next, isAtEnd: look.isAtEnd, topic: H.topic(of: request), wait: wait)
            })
    }
}

extension Operation {
    static func encoded(_ reply: Reply, with coding: WireCoding) throws -> EncodedReply {
        EncodedReply(status: route?.success ?? 200, location: location(of: reply), body: try coding.encode(reply))
    }
}
