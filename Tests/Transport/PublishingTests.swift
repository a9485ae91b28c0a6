import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct PublishingTests {
    @Test("a nudge reaches who subscribed to its topic's beginning, and nobody else", arguments: Medium.allCases)
    func nudge(medium: Medium) throws {
        let site = try Site()
        let publisher = try PublisherSocket(authenticator: site.authenticator, keys: site.serverKeys)
        let endpoint = try publisher.bind(to: site.endpoint(medium))
        var subscriber = try SubscriberSocket(
            in: site.context, keys: site.clientKeys, serverKey: site.serverKeys.publicKey)
        try subscriber.connect(to: endpoint)
        try subscriber.subscribe(toPrefix: "wallet".bytes)
        let heard = try eventually {
            try publisher.publish(topic: "betting.events".bytes, body: "1".bytes)
            try publisher.publish(topic: "wallet.events".bytes, body: "2".bytes)
            return try subscriber.receive()
        }
        #expect(heard?.topic == "wallet.events".bytes)
        #expect(heard?.body == "2".bytes)
        #expect(subscriber.malformed == 0)
    }

    @Test("a subscriber whose key is not on the list hears nothing")
    func stranger() throws {
        let site = try Site()
        let publisher = try PublisherSocket(authenticator: site.authenticator, keys: site.serverKeys)
        let endpoint = try publisher.bind(to: site.endpoint(.tcp))
        var subscriber = try SubscriberSocket(
            in: site.context, keys: .generate(), serverKey: site.serverKeys.publicKey)
        try subscriber.connect(to: endpoint)
        try subscriber.subscribe(toPrefix: [])
        let silent = try nothing {
            try publisher.publish(topic: "wallet.events".bytes, body: "1".bytes)
            return try subscriber.receive()
        }
        #expect(silent)
        #expect(site.authenticator.refusals > 0)
    }
}
