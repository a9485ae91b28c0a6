import Host
import Testing

@Suite("Configuration") struct ConfigurationTests {
    let settings = [Setting("port", default: "8080", "the port"), Setting("admin-email", default: "", "who")]

    private func read(_ arguments: String..., environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(settings, arguments: arguments, environment: environment)
    }

    @Test("takes a flag before the environment, and that before the default")
    func order() throws {
        let environment = ["CROUPIER_PORT": "2", "CROUPIER_ADMIN_EMAIL": "a@b.c"]
        #expect(try read()["port"] == "8080")
        #expect(try read(environment: environment)["port"] == "2")
        #expect(try read("--port", "3", environment: environment)["port"] == "3")
        #expect(try read("--port=4", environment: environment).number("port") == 4)
        #expect(try read(environment: environment)["admin-email"] == "a@b.c")
    }

    @Test("names what is wrong")
    func faults() {
        #expect(throws: Configuration.Problem.unknownFlag("--prot")) { try read("--prot", "1") }
        #expect(throws: Configuration.Problem.unknownFlag("port")) { try read("port", "1") }
        #expect(throws: Configuration.Problem.missingValue("--port")) { try read("--port") }
        #expect(throws: Configuration.Problem.notANumber("port")) { try read("--port", "x").number("port") }
        #expect(throws: Configuration.Problem.helpAsked) { try read("--help") }
    }

    @Test("tells of every setting in its help")
    func help() {
        let text = Configuration.help(program: "croupier-x", settings)
        for setting in settings { #expect(text.contains("--\(setting.name)")) }
        #expect(text.contains("CROUPIER_ADMIN_EMAIL"))
        #expect(text.contains("(default: 8080)"))
    }
}
