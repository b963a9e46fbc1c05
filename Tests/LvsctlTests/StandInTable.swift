import IPVSKit

/// A table that does as it is told: fixed contents, or an error for everything.
final class StandInTable: IPVSTable {
    private let contents: TableSnapshot
    private let connections: [Connection]
    /// Where connections are read instead.
    private let source: ProcTable?
    /// Thrown by everything.
    private let error: TableError?

    init(
        _ contents: TableSnapshot = TableSnapshot(),
        connections: [Connection] = [],
        connectionsOf source: ProcTable? = nil,
        error: TableError? = nil
    ) {
        self.source = source
        self.contents = contents
        self.connections = connections
        self.error = error
    }

    func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot {
        if let error { throw error }
        return contents
    }

    /// The contents of a table that does not come to rest.
    var restless: TableSnapshot {
        var contents = contents
        contents.isSettled = false
        return contents
    }

    func info() throws(TableError) -> KernelInfo { KernelInfo(version: 0x010201, connectionTableSize: 4096) }

    func timeouts() throws(TableError) -> ConnectionTimeouts {
        if let error { throw error }
        return contents.timeouts ?? ConnectionTimeouts()
    }

    func daemons() throws(TableError) -> [SyncDaemon] {
        if let error { throw error }
        return contents.daemons ?? []
    }

    func apply(
        _ changes: [Change],
        checking: ConfigurationCheck
    ) throws(TableError) -> [(index: Int, RefusedChange)] {
        if let error { throw error }
        return []
    }

    func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? {
        if let source { return try source.forEachConnection(reading: detail, body) }
        if let error, connections.isEmpty { throw error }
        for connection in connections where !body(connection) { break }
        return nil
    }
}

/// A table that accepts additions until one is refused, and from then on nothing more.
final class RefusingTable: IPVSTable {
    private let table = FileTable()
    private var refuses = false

    func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot {
        try table.snapshot()
    }
    func info() throws(TableError) -> KernelInfo { try table.info() }
    func timeouts() throws(TableError) -> ConnectionTimeouts { try table.timeouts() }
    func daemons() throws(TableError) -> [SyncDaemon] { try table.daemons() }
    func forEachConnection(
        reading detail: TableDetail,
        _ body: (Connection) -> Bool
    ) throws(TableError) -> UnreadableLines? { nil }

    func apply(
        _ changes: [Change],
        checking: ConfigurationCheck
    ) throws(TableError) -> [(index: Int, RefusedChange)] {
        guard !refuses else {
            return changes.enumerated().map {
                ($0.offset, RefusedChange(change: $0.element, errno: .outOfMemory))
            }
        }
        let refused = try table.apply(changes, checking: checking)
        refuses = !refused.isEmpty
        return refused
    }
}

/// A table in the middle of its work.
enum BusyTable {
    static func make() -> StandInTable {
        StandInTable(
            TableSnapshot(
                services: [web, mail, dns],
                timeouts: ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300),
                daemons: []
            ),
            connections: connections
        )
    }

    private static func address(_ text: String) -> IPAddress { IPAddress(text) ?? .any(.ipv4) }

    private static var web: ObservedService {
        var service = VirtualService(
            .tcp(Endpoint(address("10.0.0.1"), port: 80)),
            scheduler: .weightedRoundRobin
        )
        service.persistence = Persistence(timeout: 300, netmask: .ipv4(0xFFFF_FF00))
        let one = RealServer(Endpoint(address("192.168.1.2"), port: 80), method: .masquerade, weight: 10)
        let two = RealServer(
            Endpoint(address("192.168.1.3"), port: 8080),
            method: .masquerade,
            weight: 0,
            upperThreshold: 100,
            lowerThreshold: 50
        )
        let three = RealServer(
            Endpoint(address("192.168.1.4"), port: 80),
            method: .tunnel,
            weight: 5,
            upperThreshold: 20,
            tunnel: Tunnel(type: .gue, port: 6080, flags: .checksum)
        )
        return ObservedService(
            service,
            statistics: statistics(123_456_789),
            servers: [
                ObservedServer(three, connections: counts(15, 5, 0), statistics: statistics(99_999)),
                ObservedServer(two, connections: counts(1, 2, 3), statistics: statistics(1_000_000)),
                ObservedServer(one, connections: counts(1234, 98765, 17), statistics: statistics(100_000)),
            ]
        )
    }

    private static var mail: ObservedService {
        let service = VirtualService(
            .tcp(Endpoint(address("2001:db8::1"), port: 25)),
            scheduler: .maglevHashing
        )
        let server = RealServer(Endpoint(address("2001:db8:1::25"), port: 25), weight: 0)
        return ObservedService(service, servers: [ObservedServer(server)])
    }

    private static var dns: ObservedService {
        var service = VirtualService(.firewallMark(7, .ipv4), scheduler: .roundRobin)
        service.isOnePacket = true
        return ObservedService(service)
    }

    private static func counts(_ active: UInt32, _ inactive: UInt32, _ persistent: UInt32) -> ConnectionCounts
    {
        ConnectionCounts(active: active, inactive: inactive, persistent: persistent)
    }

    private static func statistics(_ number: UInt64) -> Statistics {
        var statistics = Statistics()
        statistics.connections = number
        statistics.incomingPackets = number * 10
        statistics.outgoingPackets = number * 9
        statistics.incomingBytes = number * 5000
        statistics.outgoingBytes = number * 90_000
        statistics.connectionRate = number / 1000
        statistics.incomingPacketRate = number / 100
        statistics.outgoingPacketRate = number / 110
        statistics.incomingByteRate = number
        statistics.outgoingByteRate = number * 20
        return statistics
    }

    private static var connections: [Connection] {
        func endpoint(_ text: String, _ port: UInt16) -> Endpoint { Endpoint(address(text), port: port) }
        let web = Connection.Target.endpoint(endpoint("10.0.0.1", 80))
        let first = endpoint("192.168.1.2", 80)
        return [
            Connection(
                protocolName: "TCP",
                client: endpoint("192.0.2.7", 40_000),
                target: web,
                server: first,
                state: "ESTABLISHED",
                expires: 899,
                origin: .local
            ),
            Connection(
                protocolName: "TCP",
                client: endpoint("192.0.2.7", 40_001),
                target: web,
                server: first,
                state: "FIN_WAIT",
                expires: 60,
                origin: .synced
            ),
            Connection(
                protocolName: "TCP",
                client: endpoint("192.0.3.8", 40_002),
                target: web,
                server: endpoint("192.168.1.3", 8080),
                state: "ESTABLISHED",
                expires: 800
            ),
            Connection(
                protocolName: "TCP",
                client: endpoint("192.0.2.0", 0),
                target: web,
                server: first,
                state: "NONE",
                expires: 300
            ),
            Connection(
                protocolName: "IP",
                client: endpoint("192.0.2.9", 0),
                target: .firewallMark(7),
                server: first,
                state: "NONE",
                expires: 300
            ),
            Connection(
                protocolName: "UDP",
                client: endpoint("2001:db8:2::5", 5060),
                target: .endpoint(endpoint("2001:db8::1", 5060)),
                server: endpoint("2001:db8:1::25", 5060),
                state: "UDP",
                expires: 20,
                engine: "sip",
                engineData: Array("call\u{1B}[31m-1".utf8)
            ),
        ]
    }
}
