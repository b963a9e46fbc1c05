import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@testable import lvsctl

/// What lvsctl writes is what `Docs/lvsctl.schema.json` describes.
@Suite struct JSONSchemaTests {
    private let schema: JSONSchema

    init() throws {
        let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Docs/lvsctl.schema.json")
        schema = try JSONSchema(Data(contentsOf: docs))
    }

    private func violations(of definition: String? = nil, _ write: (inout JSONWriter) -> Void) throws
        -> [String]
    {
        var writer = JSONWriter(.compact)
        write(&writer)
        return schema.violations(by: try JSONValue(writer.bytes), of: definition)
    }

    @Test("Documents are valid", arguments: 1...30)
    func documents(seed: UInt64) throws {
        let table = TableConfiguration.random(seed: seed, changes: 300)
        #expect(try violations { $0.write(table) } == [], "seed \(seed)")
    }

    @Test("An unusual table is valid")
    func oddTable() throws {
        #expect(try violations { $0.write(TableConfiguration.odd) } == [])
    }

    @Test("Listings are valid")
    func listings() throws {
        let file = FileTable(.odd)
        let snapshot = try file.snapshot()
        let info = try file.info()
        #expect(try violations { $0.write(snapshot, info: info) { _ in } } == [])
        let selection = TableSelection(services: ["firewall mark 1"], servers: ["10.0.0.0/8"])
        #expect(try violations { $0.write(snapshot, selection, info: info) { _ in } } == [])
    }

    @Test("Connections are valid")
    func connections() throws {
        let host = Endpoint(IPAddress(v4: 0x0A00_0001), port: 80)
        var connection = Connection(
            protocolName: "TCP",
            client: host,
            target: .endpoint(host),
            server: host,
            state: "ESTABLISHED",
            expires: .max,
            origin: .synced
        )
        let found = try violations(of: "connectionTable") { writer in
            writer.beginConnections()
            writer.write(connection)
            connection.target = .firewallMark(7)
            connection.engine = "sip"
            connection.engineData = [0x41, 0xFF]
            connection.origin = nil
            writer.write(connection)
            writer.endConnections()
        }
        #expect(found == [])
    }

    static let errors: [any ReportedError] = {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        let endpoint = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)
        let change = Change.addServer(RealServer(endpoint), to: identity)
        let tableErrors: [TableError] = [
            .unavailable(.noModule), .unavailable(.noPermission), .unavailable(.userNamespace),
            .refused(RefusedChange(change: change, errno: .exists, kernelText: "why")),
            .faulty(change, [.markIsZero]), .noSuchService(.firewallMark(3, .ipv6)),
            .noSuchServer(endpoint, identity), .changing(attempts: 3),
            .malformedReply(to: "list", ExchangeError(.missing(attribute: "DEST.PORT"))),
            .notKept(change, found: "nothing"),
            .file(path: "/x", operation: "read", .noSuchEntry),
            .document([
                Diagnostic(.error, "bad", file: "x", line: 3, column: 4),
                Diagnostic(.warning, "odd", file: "x"),
            ]), .unsupported("no"),
        ]
        let plan = Plan([change])
        let refusal = RefusedChange(change: change, errno: .exists, kernelText: "why")
        let hazard = PlanHazard.noUsableServer(identity)
        return tableErrors + [
            UsageError(.json, value: "x", "no"), FileError(.write, "/x", .noSpace),
            SettingError.missing(SettingsFolder.Wish("drop_entry", .number(1))),
            UnreadableLines(file: "/x", count: 2, first: "odd"), BusyError(holder: "process 7"),
            HazardError(hazards: [hazard]), OutdatedPlanError(wayBack: [change]),
            UndoneError(failure: .refused([refusal]), undoing: [change]),
            UndoneError(failure: .interrupted, undoing: []),
            NotUndoneError(failure: .notKept(plan), remaining: plan, undoing: [change]),
            NotUndoneError(failure: .interrupted, remaining: nil, undoing: []),
            ContestedError(attempts: 5, remaining: plan), ContestedError(attempts: 5, remaining: nil),
            BootError(hazards: [hazard], refused: [refusal], remaining: plan),
        ]
    }()

    @Test("Errors are valid", arguments: errors)
    func errorReports(error: any ReportedError) throws {
        #expect(schema.violations(by: try JSONValue(error.json([])), of: "failure") == [])
    }

    @Test("Every key that is read is described")
    func keys() throws {
        func keys(_ definition: String? = nil, _ path: String...) -> Set<String> {
            let start = schema.part(definition)?["properties"]
            let object = path.reduce(start) { $0?[$1]?["properties"] }
            guard case .object(let fields)? = object else { return [] }
            return Set(fields.keys)
        }
        #expect(keys("table") == JSONVocabulary.table)
        #expect(keys("service") == JSONVocabulary.service)
        #expect(keys("server") == JSONVocabulary.server)
        #expect(keys("server", "tunnel") == JSONVocabulary.tunnel)
        #expect(keys("persistence") == JSONVocabulary.persistence)
        #expect(keys("daemon") == JSONVocabulary.daemon)
        #expect(keys("timeouts") == JSONVocabulary.timeouts)
        #expect(keys("table", "partial") == JSONVocabulary.selection)
    }

    /// The documents in the recorded sessions of lvsctl.
    private static func recordedDocuments() throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Sessions")
        var documents: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            var document = ""
            for line in text.split(separator: "\n") {
                // Standard error is marked by an exclamation mark.
                let content = line.hasPrefix("! ") ? line.dropFirst(2) : line
                if content == "{" || !document.isEmpty { document += content + "\n" }
                guard content == "}", !document.isEmpty else { continue }
                documents.append(document)
                document = ""
            }
        }
        return documents
    }

    @Test("All recorded JSON is valid")
    func sessions() throws {
        let documents = try Self.recordedDocuments()
        #expect(documents.count > 10)
        for text in documents {
            #expect(schema.violations(by: try JSONValue(text.utf8)) == [], "\(text)")
        }
    }

    @Test("The example of the documentation is valid")
    func example() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../Docs/json.md"
        )
        let text = try String(contentsOf: file, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```json\n").dropFirst().first)
        let example = Array(try #require(block.components(separatedBy: "```").first).utf8)
        #expect(TableDocument.read(example, file: "json.md").diagnostics == [])
        #expect(schema.violations(by: try JSONValue(example)) == [])
    }

    @Test("The checker finds violations")
    func checker() throws {
        func found(_ text: String) throws -> [String] {
            schema.violations(by: try JSONValue(text.utf8), of: "table")
        }
        #expect(schema.violations(by: try JSONValue("{\"version\": 1, \"x\": 1}".utf8)).count == 1)
        #expect(try found("{\"version\": 1}") == [])
        #expect(try found("{}") == ["$: 'version' is missing"])
        #expect(try found("{\"version\": 2, \"x\": 1}").count == 2)
        #expect(
            try found("{\"version\": 1, \"services\": [{\"mark\": 0}]}") == [
                "$.services[0].mark: 0 is below 1"
            ]
        )
        #expect(try found("{\"version\": 1, \"services\": [{\"port\": 3}]}").count == 1)
        #expect(try found("{\"version\": 1, \"services\": [{\"mark\": true}]}").count == 1)
        #expect(
            try found("{\"version\": 1, \"daemons\": [{\"role\": \"x\", \"interface\": \"\"}]}").count == 2
        )
    }
}
