import Crypto
import Foundation
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import TimeZones

extension Desk {
    /// Sends a request as a client would write it.
    func send<O: Messages.Operation>(
        _ operation: O.Type, _ json: String, by statement: Statement?, id: String = UUID().uuidString
    ) throws -> ServiceUnderTest.Answer<O.Reply> {
        var header = Header(operation is any Command.Type ? .command : .query)
        header[.operation] = O.name
        header[.id] = id
        if let statement {
            header[.statement] = try TestUsers.sign(statement, for: .identity)
        } else {
            header[.actor] = "anonymous"
        }
        header[.reference] = "raw"
        let delivery = Delivery(peer: "gateway", route: [1], header: header, body: Array(json.utf8))
        try service.step([.delivery(delivery)])
        return try service.answer(O.self, "raw")
    }

    func patchMe(_ json: String, by statement: Statement) throws -> ServiceUnderTest.Answer<UserProfile> {
        try send(UpdateMe.self, json, by: statement)
    }

    func patch(
        _ user: ID<User>, _ fields: String, by statement: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<UserProfile> {
        try send(UpdateUser.self, "{\"user_id\":\"\(user)\",\(fields)}", by: statement ?? Desk.admin)
    }

    /// The data of the newest event of a type.
    func last<E: Event>(_ event: E.Type) throws -> E {
        let bodies: [[UInt8]] = try service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence DESC") {
            try $0.value(0)
        }
        let coding = WireCoding()
        let found = bodies.first { (try? coding.decode(EventAttributes.self, from: $0).type) == E.type }
        return try coding.decode(EventRecord<E>.self, from: try #require(found)).data
    }

    /// What was sealed for a person, as text.
    func opened(_ sealed: Sealed?, of user: ID<User>) throws -> String {
        let key: [UInt8] = try #require(
            try service.reader().first("SELECT key FROM person_keys WHERE user = ?", user) { try $0.value(0) })
        let text = try #require(sealed).text
        let bytes = try #require(Base64URL.decode(text))
        let nonce = Array(bytes.prefix(SecretBox.nonceByteCount))
        let plain = try SecretBox.open(
            Array(bytes.dropFirst(nonce.count)), nonce: nonce, key: key, context: user.bytes)
        return String(decoding: plain, as: UTF8.self)
    }
}
