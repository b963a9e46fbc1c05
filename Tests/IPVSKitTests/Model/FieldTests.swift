import Testing

@testable import IPVSKit

/// The table of fields.
@Suite struct FieldTests {
    @Test("Each row stands where its field's number says.", arguments: Field.allCases)
    func table_isInOrder(_ field: Field) {
        #expect(field.definition.field == field)
    }

    @Test("No two options of an owner have the same letter or word.")
    func options_areDistinct() {
        let rows = Field.allCases.map(\.definition)
        let words = rows.map(\.word.description).filter { !$0.isEmpty }
        let letters = rows.compactMap(\.letter)
        #expect(Set(words).count == words.count)
        #expect(Set(letters).count == letters.count)
    }

    @Test(
        "Each number of a server is read back by its field, and no other changes.",
        arguments: Field.serverNumbers
    )
    func serverNumber_isKept(_ field: Field) {
        let old = RealServer(Endpoint(.any(.ipv4), port: 1), method: .tunnel)
        var new = old
        new[field] = 77
        #expect(new[field] == 77)
        #expect(new != old && new.hashValue != old.hashValue)
        for other in Field.serverNumbers + [.tunnelPort] where other != field {
            #expect(new[other] == old[other])
        }
        #expect(old.differences(to: new).map(\.name) == [field.definition.name])
    }

    @Test("Each number of a sync daemon is read back by its field.", arguments: Field.daemonNumbers)
    func daemonNumber_isKept(_ field: Field) {
        var daemon = SyncDaemon(.master, interface: "eth0")
        daemon[field] = 77
        #expect(daemon[field] == 77)
        for other in Field.daemonNumbers where other != field { #expect(daemon[other] == 0) }
    }

    @Test("Each timeout is read back by its field.", arguments: Field.timeoutNumbers)
    func timeout_isKept(_ field: Field) {
        var timeouts = ConnectionTimeouts()
        timeouts[field] = 77
        #expect(timeouts[field] == 77)
        for other in Field.timeoutNumbers where other != field { #expect(timeouts[other] == 0) }
    }

    @Test(
        "Each number of a server is said in rules and in JSON, and read back from them.",
        arguments: Field.serverNumbers
    )
    func serverNumber_survivesDocuments(_ field: Field) throws {
        let identity = ServiceIdentity.endpoint(.tcp, Endpoint(.any(.ipv4), port: 80))
        var server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        server[.upperThreshold] = 90
        server[field] = 77
        var service = ServiceConfiguration(VirtualService(identity))
        service.servers[server.endpoint] = server
        var table = TableConfiguration()
        table.services[identity] = service
        let rules = RulesDocument(String(decoding: RulesWriter.rules(table), as: UTF8.self))
        #expect(rules.configuration == table && rules.findings.filter { $0.severity == .error }.isEmpty)
        let json = JSONDocument.read(JSONDocument.write(table, TableSelection()), file: "")
        #expect(json.configuration == table && json.diagnostics.isEmpty)
        let text = String(decoding: JSONDocument.write(table, TableSelection()), as: UTF8.self)
        #expect(text.contains("\"\(field.definition.key)\": 77"))
    }

    @Test("A number that is too large is an error of its field, in all documents the same.")
    func error_namesNumberAndRange() {
        var server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        server.weight = 3_000_000_000
        let errors = server.errors(in: .ipv4)
        #expect(errors == [.outOfRange(.weight, 3_000_000_000)])
        #expect(errors.first?.field == .weight && errors.first?.severity == .misread)
        #expect(errors.map(\.description) == ["'3000000000' is not a weight (0 to 2147483647)"])
        (server.weight, server.upperThreshold) = (1, 3_000_000_000)
        #expect(server.errors(in: .ipv4).map(\.severity) == [.useless])
    }

    @Test("Each number of a server that is too large is an error, and lost in rules or an obstacle to them.")
    func largeNumber_isNoticed() {
        for field in Field.serverNumbers {
            var server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
            server[field] = field.range.upperBound + 1
            #expect(server.errors(in: .ipv4).contains(.outOfRange(field, field.range.upperBound + 1)))
            let change = Change.addServer(server, to: .firewallMark(1, .ipv4))
            #expect(change.obstacleToRule != nil || !change.lossesAsRule.isEmpty)
        }
    }
}
