import IPVSKit
import IPVSTestSupport
import Testing

/// What is said about documents with errors, each with its place: `Tests/Fixtures/JSON/diagnostics.txt`.
@Suite struct JSONDiagnosticsTests {
    private static func service(_ fields: String) -> String {
        "{\"version\": 1, \"services\": [\n  {\(fields)}\n]}"
    }

    private static func server(_ fields: String) -> String {
        service(
            "\"protocol\": \"tcp\", \"address\": \"10.0.0.1\", \"port\": 80,\n   \"servers\": [{\(fields)}]"
        )
    }

    private static let web = "\"protocol\": \"tcp\", \"address\": \"10.0.0.1\", \"port\": 80"

    private static let documents = [
        "", "[]", "{}", "{\"version\": 2}", "{\"version\": \"1\"}", "{\"version\": 1.0}",
        "{\"version\": 1, \"services\": {}}",
        "{\"version\": 1,\n \"service\": [], \"tcpFin\": 3}", "{\"version\": 1, \"version\": 1}",
        "{\"version\": 1, \"not_visible\": [\"thresholds\"]}",
        "{\"version\": 1, \"timeouts\": {\"tcpFin\": 3, \"tcp\": 2147484, \"udp\": -1, \"tcp_fin\": null}}",
        """
        {"version": 1, "daemons": [
          {"role": "master"},
          {"role": "slave", "interface": "eth0"},
          {"role": "backup", "interface": "averylongname123", "sync_id": 256},
          {"role": "backup", "interface": "eth0", "sync_id": 256, "maximum_length": 65508, "group": "10.0.0.1"},
          {"role": "master", "interface": "eth0"},
          {"role": "master", "interface": "eth1", "port": 65536, "time_to_live": 256}
        ]}
        """,
        service(""), service("\"address\": \"10.0.0.1\""), service(web + ", \"mark\": 1"),
        service(web + ", \"family\": \"ipv4\""), service("\"mark\": 0"),
        service("\"mark\": 1, \"family\": \"IPv4\""),
        service("\"protocol\": \"icmp\", \"address\": \"10.0.0\", \"port\": \"80\""),
        service("\"protocol\": 65536, \"address\": 10, \"port\": 80.5"),
        service("\"protocol\": 1, \"address\": \"10.0.0.1\", \"port\": 0"),
        service(web + #", "scheduler": "r\n-C", "persistence": {"engine": "s\u202e"}"#),
        "{\"version\": 1, \"daemons\": [{\"role\": \"master\", \"interface\": \"e\\u001b\"}]}",
        "\u{FEFF}{\"version\": 1}", "{\u{201C}version\u{201D}: 1}",
        service(web + ", \"scheduler\": \"\""), service(web + ", \"scheduler\": \"averylongname123\""),
        service(web + ", \"scheduler\": \"weighted\", \"persistence\": {\"engine\": \"rtp\"}"),
        service(web + ", \"one_packet\": true, \"onePackets\": 1"), service(web + ", \"one_packet\": 1"),
        service(web + ", \"flags\": [\"sh-fallback\", \"fallback\", 3], \"extra_flags\": 9"),
        service(web + ", \"extra_flags\": 64"),
        service(web + ",\n  \"persistence\": {\"timeout\": 0, \"netmask\": 33}"),
        service(web + ", \"persistence\": {\"netmask\": \"255.255.0.255\", \"engine\": \"\"}"),
        service(web + ", \"persistence\": {\"netmask\": \"24\"}"),
        service("\"mark\": 1, \"family\": \"ipv6\", \"persistence\": {\"netmask\": \"255.0.0.0\"}"),
        service("\"mark\": 1, \"family\": \"ipv6\", \"persistence\": {\"netmask\": 129}"),
        service(web + ", \"persistence\": {\"enabled\": false, \"engine\": \"sip\"}"),
        service(web + "},\n  {\"mark\": 1},\n  {\"port\": 80, \"address\": \"10.0.0.1\", \"protocol\": 6"),
        server(""), server("\"address\": \"10.0.0.2\", \"port\": 80, \"wieght\": 5"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"weight\": 2147483648"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"weight\": 123456789012345678901234567890"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"method\": \"nat\""),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"method\": 8"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"method\": 5"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"lower_threshold\": 9, \"upper_threshold\": 8"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"upper_threshold\": 4294967295"),
        server("\"address\": \"2001:db8::1\", \"port\": 80, \"method\": \"masquerade\""),
        server("\"address\": \"224.0.0.1\", \"port\": 80"),
        server("\"address\": \"255.255.255.255\", \"port\": 80"),
        server("\"address\": \"10.0.0.2\", \"port\": 80, \"tunnel\": {\"type\": \"gue\"}"),
        server(
            "\"address\": \"10.0.0.2\", \"port\": 80, \"method\": \"tunnel\", \"tunnel\": {\"type\": \"vxlan\"}"
        ),
        server(
            "\"address\": \"10.0.0.2\", \"port\": 80, \"method\": \"tunnel\", \"tunnel\": {\"type\": \"gre\", \"port\": 1}"
        ),
        server(
            "\"address\": \"10.0.0.2\", \"port\": 80, \"method\": \"tunnel\", \"tunnel\": {\"checksum\": true}"
        ),
        server(
            "\"address\": \"10.0.0.2\", \"port\": 80},\n    {\"address\": \"10.0.0.2\", \"port\": 80, \"weight\": 7"
        ),
        "{\"version\": 1, \"daemons\": [{\"role\": \"master\", \"interface\": \"lo\"}],"
            + server("\"address\": \"2001:db8::1\", \"port\": 80, \"method\": \"tunnel\"").dropFirst(14),
        server("\"address\": \"10.0.0.2\", \"port\": 80").dropLast(1) + "",
        server("\"weight\": -1, \"\": 1, \"\u{E9}\\u001b[31m\": 2"),
    ]

    @Test("A long key is shown cut off, and nothing is guessed of it")
    func longKey() {
        let key = String(repeating: "weight", count: 500_000)
        let diagnostics = JSONDocumentTests.diagnostics("{\"version\": 1, \"\(key)\": 1}")
        #expect(diagnostics.map(\.message.utf8.count).allSatisfy { $0 < 200 })
        #expect(diagnostics.first?.message.hasPrefix("unknown key 'weightweight") == true)
        #expect(diagnostics.count == 1)
    }

    @Test("Errors say what is wrong and where")
    func diagnostics() {
        var text = ""
        for document in Self.documents {
            text += "=== \(document)\n"
            for diagnostic in JSONDocumentTests.diagnostics(document) { text += "\(diagnostic)\n" }
        }
        let mismatch = Golden.mismatch(text, "JSON/diagnostics.txt")
        #expect(mismatch == nil)
    }
}

extension JSONDocumentTests {
    /// What is said about a document of JSON, even if it does not look like one.
    fileprivate static func diagnostics(_ document: String) -> [Diagnostic] {
        let bytes = Array(document.utf8)
        return bytes.isEmpty ? [] : TableDocument.read(bytes, file: "t.json").diagnostics
    }
}
