import Foundation
import IPVSKit
import Testing

@testable import lvsctl

/// Names through another program, which is a script here.
@Suite struct SystemNamesTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Names that a script answers, which sees what it is asked for in `$*`.
    private func names(_ script: String, timeout: Int32 = 60_000) throws -> SystemNames {
        // What another test starts at this moment may still have a new file open, and what is open for writing cannot
        // be executed.
        let path = folder.appendingPathComponent("getent").path
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let runner = tests.appendingPathComponent("Fixtures/run-answers")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: runner.path)
        try script.write(toFile: "\(path).answers", atomically: true, encoding: .utf8)
        let services = folder.appendingPathComponent("services").path
        let text = "# comment\nhttp 80/tcp www # web\nhttp 80/udp\ndomain\t53/udp\nalso 80/tcp\nbad x/tcp\n"
        try text.write(toFile: services, atomically: true, encoding: .utf8)
        return SystemNames(
            getent: Getent(paths: ["/nonexistent", path], timeout: timeout),
            servicesFile: services
        )
    }

    private func addresses(_ texts: String...) -> [IPAddress] { texts.compactMap { IPAddress($0) } }

    @Test("Addresses of both families are found")
    func addresses() throws {
        let names = try names(
            """
            [ "$*" = "ahosts www" ] || exit 2
            echo '2001:db8::1     STREAM www.example.org'
            echo '2001:db8::1     DGRAM'
            echo '10.0.0.1        STREAM'
            echo '::ffff:10.0.0.1 STREAM'
            """
        )
        #expect(try names.addresses(of: "www") == addresses("2001:db8::1", "10.0.0.1"))
    }

    @Test("A second lookup follows when the first finds nothing")
    func secondLookup() throws {
        let names = try names("[ $1 = hosts ] && echo '2001:db8::1 www'")
        #expect(try names.addresses(of: "www") == addresses("2001:db8::1"))
    }

    @Test("An unknown host is an error")
    func unknownHost() throws {
        let names = try names("exit 2")
        #expect(throws: NameError.unknown) { try names.addresses(of: "nohost") }
    }

    @Test("A lookup has a time limit")
    func timeout() throws {
        let names = try names("exec sleep 60", timeout: 100)
        #expect(throws: NameError.timedOut) { try names.addresses(of: "slow") }
    }

    /// Each run of the script says so in a file.
    private func runs() -> Int {
        let text = try? String(contentsOf: folder.appendingPathComponent("runs"), encoding: .utf8)
        return text?.split(separator: "\n").count ?? 0
    }

    @Test("After a lookup that took too long only what is answered at once is still found")
    func timeOut_isWaitedForOnce() throws {
        let names = try names(
            """
            echo run >>"$(dirname "$0")/runs"
            case "$*" in *known*) echo '10.0.0.1 STREAM known'; exit 0 ;; esac
            exec sleep 600
            """,
            timeout: 3000
        )
        let begin = Getent.now()
        for number in 0..<100 {
            #expect(throws: NameError.timedOut) { try names.addresses(of: "slow\(number)") }
        }
        #expect(names.hasTimedOut)
        // Once the whole time, and then a moment each for ten names at most.
        #expect(runs() <= 12)
        #expect(Getent.now() - begin < 100 * 3000)
        #expect(names.names(of: addresses("10.0.0.7")).isEmpty)
        #expect(runs() <= 12)
    }

    @Test("A document says of a name that took too long that it did")
    func timeOut_isNoUnknownHostInADocument() throws {
        let names = try names("exec sleep 600", timeout: 100)
        let path = folder.appendingPathComponent("slow.rules").path
        try "-A -t slow:80 -s rr\n".write(toFile: path, atomically: true, encoding: .utf8)
        let harness = ProgramHarness()
        harness.names = names
        let run = harness.run(["check", path])
        #expect(run.output.contains("-t: 'slow:80': 'slow': the lookup took too long"))
        #expect(run.status == 2)
    }

    @Test("An answer without end is not taken")
    func endlessAnswer_isRefused() throws {
        let names = try names("while :; do echo '10.0.0.1 STREAM a.rather.long.name.of.a.host'; done")
        #expect(throws: NameError.noLookup(.fileTooLarge)) { try names.addresses(of: "www") }
    }

    @Test("A list says that names are missing because their lookup took too long")
    func timeOut_isNotedByAList() throws {
        let harness = ProgramHarness()
        harness.kernel = BusyTable.make()
        harness.names = try names("exec sleep 600", timeout: 100)
        for words in [["list", "--resolve"], ["connections", "--resolve"]] {
            let run = harness.run(words)
            #expect(run.errors.contains("names took too long"), "\(words)")
            #expect(run.output.contains("192.168.1.2:"), "\(words)")
        }
    }

    @Test("A missing getent is an error")
    func noGetent() {
        let names = SystemNames(getent: Getent(paths: ["/nonexistent"], timeout: 100))
        #expect(throws: NameError.noLookup(.noSuchEntry)) { try names.addresses(of: "www") }
    }

    @Test("Long answers are read")
    func longAnswers() throws {
        let names = try names(
            "i=0; while [ $i -lt 5000 ]; do echo '10.0.0.1 STREAM a.rather.long.name'; i=$((i+1)); done"
        )
        #expect(try names.addresses(of: "www") == addresses("10.0.0.1"))
    }

    @Test("IPv4 addresses keep their order")
    func order() throws {
        let names = try names(
            """
            case "$*" in
            "ahostsv4 two") echo '10.0.0.1 STREAM two'; echo '172.16.0.1 STREAM' ;;
            "hosts two") echo '172.16.0.1 two'; echo '10.0.0.1 two' ;;
            "ahostsv4 six") echo '10.0.0.1 STREAM six'; echo '172.16.0.1 STREAM' ;;
            "hosts six") echo '2001:db8::1 six' ;;
            "ahostsv4 one") echo '10.0.0.3 STREAM one' ;;
            "ahostsv4 lonely") exit 2 ;;
            "hosts lonely") echo '192.0.2.9 lonely'; echo '127.0.0.9 lonely' ;;
            *) exec sleep 60 ;;
            esac
            """,
            timeout: 30_000
        )
        let document = DocumentNames(names)
        #expect(try document.addresses(ofHost: "two", family: .ipv4) == addresses("172.16.0.1", "10.0.0.1"))
        #expect(try document.addresses(ofHost: "six", family: .ipv4) == addresses("10.0.0.1", "172.16.0.1"))
        #expect(try document.addresses(ofHost: "one", family: .ipv4) == addresses("10.0.0.3"))
        #expect(
            try document.addresses(ofHost: "lonely", family: .ipv4) == addresses("192.0.2.9", "127.0.0.9")
        )
    }

    /// getent is killed with what it has not printed yet.
    @Test("Names found in time are kept")
    func partialAnswer() throws {
        let names = try names(
            "shift; for address; do [ $address != 10.0.0.20 ] || exec sleep 60; echo \"$address name\"; done",
            timeout: 5000
        )
        let wanted = (1...20).map { IPAddress(v4: 0x0a00_0000 + $0) }
        #expect(names.names(of: wanted).count >= 8)
    }

    @Test("Ports are found by protocol")
    func ports() throws {
        let names = try names(
            """
            case "$*" in
            "services http/tcp") echo 'http                  80/tcp www' ;;
            "services domain/tcp") echo 'domain  53/udp' ;;
            *) exit 2 ;;
            esac
            """
        )
        #expect(try names.port(of: "http", for: .tcp) == 80)
        #expect(try names.port(of: "domain", for: .tcp) == nil)
        #expect(try names.port(of: "nosuch", for: .tcp) == nil)
    }

    @Test("Names of many addresses are found at once")
    func manyAddresses() throws {
        let names = try names(
            """
            echo run >>"$(dirname "$0")/runs"
            shift
            for address; do [ $address = 10.0.0.3 ] || echo "$address  name-of-$address alias"; done
            exit 2
            """
        )
        let wanted = addresses("10.0.0.1", "10.0.0.2", "10.0.0.3")
        let found = names.names(of: wanted)
        #expect(
            found.map { "\($0.key)=\($0.value)" }.sorted() == [
                "10.0.0.1=name-of-10.0.0.1", "10.0.0.2=name-of-10.0.0.2",
            ]
        )
        let runs = try String(contentsOf: folder.appendingPathComponent("runs"), encoding: .utf8)
        #expect(runs == "run\n")
    }

    @Test("Each address is looked up once")
    func cache() throws {
        let names = try names("echo run >>\"$(dirname \"$0\")/runs\"; echo \"$2 name\"")
        let printer = ResolvingPrinter(names)
        let endpoint = Endpoint(try #require(IPAddress("10.0.0.1")), port: 80)
        printer.prepare([endpoint.address])
        printer.prepare([endpoint.address])
        var text: [UInt8] = []
        printer.write(endpoint, .tcp, into: &text)
        text.append(UInt8(ascii: " "))
        printer.write(endpoint, nil, into: &text)
        #expect(String(decoding: text, as: UTF8.self) == "name:http name:80")
        let runs = try String(contentsOf: folder.appendingPathComponent("runs"), encoding: .utf8)
        #expect(runs == "run\n")
    }

    @Test("Service names are found")
    func serviceNames() throws {
        let known = try names("exit 2").serviceNames()
        #expect(known[ServicePort(port: 80, serviceProtocol: .tcp)] == "http")
        #expect(known[ServicePort(port: 53, serviceProtocol: .udp)] == "domain")
        #expect(known[ServicePort(port: 53, serviceProtocol: .tcp)] == nil)
    }
}
