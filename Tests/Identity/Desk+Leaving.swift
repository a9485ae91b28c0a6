import Identity
import Messages
import TestSupport
import Testing

extension Desk {
    /// Leaves, with a wallet that has nothing against it.
    func leave(_ statement: Statement, abandoning: Bool? = nil) throws -> ServiceUnderTest.Answer<Nothing> {
        let answer = try service.ask(DeleteMe.self, .init(abandonBalance: abandoning), by: statement)
        guard let reference = answer.reference else { return answer }
        let (_, header) = try #require(try service.takeCall(CloseWallet.self, to: .wallet))
        try service.reply(Nothing(), to: header, from: .wallet)
        return try service.answer(DeleteMe.self, reference)
    }

    func count<O: Messages.Operation>(callsOf operation: O.Type) -> Int {
        service.sent.count { $0.header[.operation] == O.name }
    }
}
