import Foundation
import IPVSTestSupport

@testable import IPVSKit
@testable import lvsctl

/// What a run of lvsctl left behind.
struct ProgramRun {
    var output: String
    var errors: String
    var status: Int32
}

/// lvsctl within the test's process: its streams are strings, its kernel is a fake.
final class ProgramHarness {
    /// The kernel's table.
    var kernel: any IPVSTable = FakeKernel().table()
    /// The kernel's table as ipvsadm's commands see it.
    var ipvsadmKernel = FakeKernel().table()
    var terminal = Terminal.none
    var names: any NameLookup = FixedNames()
    /// What another lvsctl that holds the lock says of itself; nil if there is none.
    var lockHolder: String?
    /// How many bytes standard output takes before the disk is full; nil for no limit.
    var diskSpace: Int?
    /// The error number of a full standard output.
    var outputFailure = Errno.noSpace
    /// The file that is standard input for ipvsadm's commands.
    var inputFile = "/dev/null"
    /// Where the kernel's list of connections is.
    var procFolder = "/nonexistent"
    /// Where the kernel's settings of IPVS are.
    var settingsFolder = "/nonexistent"
    /// What the paths of the host's files begin with.
    var hostFolder = "/nonexistent"
    /// Where the list of held servers is; nil for no holds.
    var stateFolder: String?
    /// The time, in seconds since 1970.
    var now: UInt64 = 1_764_590_400
    var publicTable: () -> ProcTable = { ProcTable(folder: "/nonexistent", ticksPerSecond: 100) }

    /// Runs a command line without the program's name.
    func run(_ words: [String], calledAs name: String = "lvsctl") -> ProgramRun {
        run(ArgumentList(([name] + words).map { Array($0.utf8) }))
    }

    /// Runs a command line.
    func run(_ arguments: ArgumentList) -> ProgramRun {
        let output = StringSink(limit: diskSpace, failure: outputFailure)
        let errors = StringSink()
        let session = Session(
            output: output,
            errors: errors,
            lock: { _, seconds, onWait throws(LockError) in
                guard let holder = self.lockHolder else { return nil }
                if seconds > 0 { onWait(holder) }
                throw .busy(holder: holder)
            },
            names: names,
            terminal: { self.terminal },
            openTable: { _ in self.kernel },
            openKernel: { self.ipvsadmKernel },
            openPublicTable: publicTable,
            inputFile: inputFile,
            procFolder: procFolder,
            settingsFolder: settingsFolder,
            hostFolder: hostFolder,
            openHolds: { () throws(FileError) in
                try self.stateFolder.map { path throws(FileError) in
                    try HoldStore(lasting: path + "/var", fleeting: path + "/run", namespace: .initial)
                }
            },
            openWaysBack: { () throws(FileError) in
                try self.stateFolder.map { path throws(FileError) in
                    try WayBackStore(path + "/run", namespace: 1)
                }
            },
            commandLine: { arguments.line },
            userName: { "anna" },
            now: { self.now }
        )
        let status = Program(session: session).run(arguments)
        return ProgramRun(output: output.text, errors: errors.text, status: status)
    }
}

/// A stream into a string.
final class StringSink: TextSink {
    private var bytes: [UInt8] = []
    private let limit: Int?
    private let failure: Errno

    init(limit: Int? = nil, failure: Errno = .noSpace) {
        self.limit = limit
        self.failure = failure
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ bytes: [UInt8]) throws(FileError) {
        if let limit, self.bytes.count + bytes.count > limit { throw FileError(.write, "-", failure) }
        self.bytes += bytes
    }

    func flush() throws(FileError) {}
}

/// A few names that are always the same.
final class FixedNames: NameLookup {
    private let hosts: [String: [String]] = [
        "www": ["10.0.0.1"], "www6": ["2001:db8::1"], "both": ["2001:db8::2", "10.0.0.2"],
        "many": ["10.0.0.3", "10.0.0.4"], "web1": ["192.168.1.2"],
    ]
    private let services: [ServicePort: String] = [
        ServicePort(port: 80, serviceProtocol: .tcp): "http",
        ServicePort(port: 53, serviceProtocol: .udp): "domain",
    ]

    func addresses(of host: String) throws(NameError) -> [IPAddress] {
        if host == "slow" { throw .timedOut }
        guard let found = hosts[host] else { throw .unknown }
        return found.compactMap { IPAddress($0) }
    }

    func port(of service: String, for serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16? {
        services.first { $0.key.serviceProtocol == serviceProtocol && $0.value == service }?.key.port
    }

    func names(of addresses: [IPAddress]) -> [IPAddress: String] {
        var names: [IPAddress: String] = [:]
        for (name, texts) in hosts {
            for address in texts.compactMap({ IPAddress($0) }) where addresses.contains(address) {
                names[address] = name
            }
        }
        return names
    }

    let hasTimedOut = false

    func serviceNames() -> [ServicePort: String] { services }
}
