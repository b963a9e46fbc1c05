package import IPVSKit

/// A kernel in memory: it decodes real requests and answers by the reference semantics.
///
/// What it does is compared with a real kernel by the tests in the guest; where they differ, this one is wrong.
package final class FakeKernel: Transport {
    /// What is configured; services in the order in which they were added.
    package var configuration: TableConfiguration
    /// What the kernel accepts.
    package var rules: KernelRules
    /// The counters of services, for those that have any.
    package var serviceStatistics: [ServiceIdentity: Statistics] = [:]
    /// The numbers of servers, for those that have any.
    package var serverNumbers: [ServiceIdentity: [Endpoint: ObservedServer]] = [:]
    /// How many requests arrived.
    package private(set) var requestCount = 0
    /// Refuses the request of this number, counted from 0, with an error.
    package var refusals: [Int: Errno] = [:]
    /// Breaks the conversation at the request of this number, before it is carried out.
    package var breakages: [Int: TransportError] = [:]
    /// Breaks the conversation at every request, readings too.
    package var isGone = false
    /// Is called before each request is carried out: another program at work.
    package var beforeRequest: ((FakeKernel, UInt8) -> Void)?
    /// Is called behind each batch of changes: what others can see between two of them.
    package var afterBatch: ((FakeKernel) -> Void)?
    /// How many entries of a dump come in one piece.
    package var entriesPerPiece = 9
    /// Lists the first service twice, as a kernel may while services are added.
    package var repeatsFirstService = false
    /// Does not acknowledge the stop of a daemon, as the kernel may.
    package var isSilentAboutStops = false

    /// Creates a kernel with an empty table.
    package init(rules: KernelRules = KernelRules()) {
        self.rules = rules
        configuration = TableConfiguration()
        configuration.timeouts = ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300)
        configuration.daemons = []
    }

    /// The table behind this serviceProtocol.
    package func table() -> KernelTable { KernelTable(transport: self) }

    package func transact(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal] {
        var refused: [Refusal] = []
        var index = 0
        var breakage: TransportError?
        forEachMessage(batch.bytes) { command, attributes in
            breakage = breakage ?? breakages.removeValue(forKey: requestCount)
            if isGone || breakage != nil { return }
            if let errno = execute(command, attributes) {
                refused.append(Refusal(index: index, errno: errno))
            }
            index += 1
        }
        if let breakage { throw breakage }
        if isGone { throw .closed }
        afterBatch?(self)
        return refused
    }

    package func request(
        _ message: inout MessageBatch,
        kind: RequestKind,
        timeout: UInt32?,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) -> Int {
        if isGone { throw .closed }
        // Of all changes, only the stop of a daemon comes this way.
        if message.bytes[16] == IPVSCommand.deleteDaemon,
            let breakage = breakages.removeValue(forKey: requestCount)
        {
            throw breakage
        }
        var replies = MessageBatch()
        var errno: Errno?
        var isSilent = false
        forEachMessage(message.bytes) { command, attributes in
            do throws(Errno) {
                try read(command, attributes, kind == .single, &replies)
            } catch {
                errno = error
            }
            isSilent = command == IPVSCommand.deleteDaemon && isSilentAboutStops
        }
        if let errno { throw .refused(Refusal(index: 0, errno: errno)) }
        if isSilent { throw .timedOut(refusals: []) }
        do throws(WireError) {
            try deliver(replies.bytes, onReply)
        } catch {
            throw .wire(error)
        }
        return (replies.count + entriesPerPiece - 1) / entriesPerPiece
    }

    private func deliver(
        _ bytes: [UInt8],
        _ onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(WireError) {
        var offset = 0
        while offset < bytes.count {
            let length = Int(bytes.span.word32(at: offset))
            guard try onReply(bytes[offset + 16], bytes.span.extracting(offset + 20..<offset + length)) else {
                return
            }
            offset += length
        }
    }

    private func forEachMessage(_ bytes: [UInt8], _ body: (UInt8, Span<UInt8>) -> Void) {
        try? deliver(bytes) { command, attributes in
            body(command, attributes)
            return true
        }
    }

    // MARK: Requests

    private func execute(_ command: UInt8, _ attributes: Span<UInt8>) -> Errno? {
        do throws(Errno) {
            try change(command, attributes)
            return nil
        } catch {
            return error
        }
    }

    private func change(_ command: UInt8, _ attributes: Span<UInt8>) throws(Errno) {
        beforeRequest?(self, command)
        defer { requestCount += 1 }
        if let errno = refusals[requestCount] { throw errno }
        let change = try Self.kernel { () throws(WireError) in try Self.change(command, attributes) }
        guard let change else { throw .notSupported }
        try configuration.apply(Self.effective(change), rules: rules)
        if case .zero(let identity) = change { zero(identity) }
    }

    private func zero(_ identity: ServiceIdentity?) {
        guard let identity else {
            serviceStatistics = [:]
            for service in serverNumbers.keys { zeroServers(of: service) }
            return
        }
        serviceStatistics[identity] = nil
        zeroServers(of: identity)
    }

    private func zeroServers(of identity: ServiceIdentity) {
        serverNumbers[identity] = serverNumbers[identity]?.mapValues {
            ObservedServer($0.configuration, connections: $0.connections)
        }
    }

    /// Turns what cannot be decoded into the error that the kernel answers.
    private static func kernel<Value>(_ body: () throws(WireError) -> Value) throws(Errno) -> Value {
        do {
            return try body()
        } catch .badValue(let attribute, _) where attribute != "DAEMON.STATE" {
            throw .noAddressFamily
        } catch {
            throw .invalid
        }
    }

    private static func change(_ command: UInt8, _ attributes: Span<UInt8>) throws(WireError) -> Change? {
        if command == IPVSCommand.setConfig { return .setTimeouts(try ConnectionTimeouts(attributes)) }
        if command == IPVSCommand.flush { return .clear }
        if command == IPVSCommand.deleteDaemon {
            return .stopDaemon(try stopRole(attributes))
        }
        let message = try MessageAttributes(attributes)
        switch command {
        case IPVSCommand.newService: return .addService(try message.requireService().service())
        case IPVSCommand.setService: return .editService(try message.requireService().service())
        case IPVSCommand.deleteService: return .deleteService(try message.requireService().identity())
        case IPVSCommand.zero: return .zero(try message.service?.identity())
        case IPVSCommand.newDaemon: return .startDaemon(try message.requireDaemon())
        case IPVSCommand.newServer, IPVSCommand.setServer, IPVSCommand.deleteServer:
            let identity = try message.requireService().identity()
            let server = try message.requireServer()
            if command == IPVSCommand.deleteServer {
                return .deleteServer(try server.endpoint(in: identity.family), from: identity)
            }
            let whole = try server.server(in: identity.family)
            return command == IPVSCommand.newServer
                ? .addServer(whole, to: identity) : .editServer(whole, of: identity)
        default: return nil
        }
    }

    private static func stopRole(_ attributes: Span<UInt8>) throws(WireError) -> SyncDaemon.Role {
        var role: SyncDaemon.Role?
        try AttributeReader.forEach(attributes, in: "") { (_, container) throws(WireError) in
            try AttributeReader.forEach(container, in: "DAEMON") { (_, value) throws(WireError) in
                role = SyncDaemon.Role(rawValue: try value.uint32("DAEMON.STATE"))
            }
        }
        guard let role else { throw .missing(attribute: "DAEMON.STATE") }
        return role
    }

    /// What the kernel makes of a change: it fills in what a daemon's start leaves open.
    private static func effective(_ change: Change) -> Change {
        guard case .startDaemon(var daemon) = change else { return change }
        if daemon.group == nil { daemon.group = IPAddress(v4: 0xE000_0051) }
        if daemon.port == 0 { daemon.port = 8848 }
        if daemon.timeToLive == 0 { daemon.timeToLive = 1 }
        let header: UInt16 = daemon.group?.family == .ipv6 ? 48 : 28
        if daemon.maximumLength == 0 { daemon.maximumLength = 1500 - header }
        if daemon.role == .backup { daemon.maximumLength = max(1024, daemon.maximumLength) }
        return .startDaemon(daemon)
    }

    // MARK: Readings

    private func read(
        _ command: UInt8,
        _ attributes: Span<UInt8>,
        _ isSingle: Bool,
        _ replies: inout MessageBatch
    ) throws(Errno) {
        switch command {
        case IPVSCommand.getInfo:
            replies.append(command: IPVSCommand.setInfo) {
                $0.put(KernelInfo(version: 0x010201, connectionTableSize: 4096))
            }
        case IPVSCommand.getConfig:
            replies.append(command: IPVSCommand.setConfig) {
                $0.put(configuration.timeouts ?? ConnectionTimeouts())
            }
        case IPVSCommand.getDaemon:
            for daemon in configuration.daemons ?? [] {
                replies.append(command: IPVSCommand.newDaemon) { $0.put(daemon) }
            }
        case IPVSCommand.getService: try readServices(attributes, isSingle, &replies)
        case IPVSCommand.getServer: try readServers(attributes, &replies)
        default: try change(command, attributes)
        }
    }

    private func readServices(
        _ attributes: Span<UInt8>,
        _ isSingle: Bool,
        _ replies: inout MessageBatch
    ) throws(Errno) {
        beforeRequest?(self, IPVSCommand.getService)
        var services = configuration.services.map(\.service)
        if isSingle {
            let identity = try Self.kernel { () throws(WireError) in
                try MessageAttributes(attributes).requireService().identity()
            }
            services.removeAll { $0.identity != identity }
            guard !services.isEmpty else { throw .noSuchService }
        }
        if repeatsFirstService, !isSingle { services.insert(contentsOf: services.prefix(1), at: 0) }
        for service in services {
            var flagged = service
            flagged.flags.insert(.hashed)
            let numbers = serviceStatistics[service.identity] ?? Statistics()
            replies.append(command: IPVSCommand.newService) { $0.put(flagged, statistics: numbers) }
        }
    }

    private func readServers(_ attributes: Span<UInt8>, _ replies: inout MessageBatch) throws(Errno) {
        beforeRequest?(self, IPVSCommand.getServer)
        // A service that is not there is an empty success, as with the real one.
        guard let identity = try? MessageAttributes(attributes).requireService().identity(),
            let service = configuration.services[identity]
        else { return }
        for server in Array(service.servers).reversed() {
            var observed = serverNumbers[identity]?[server.endpoint] ?? ObservedServer(server)
            observed.configuration = server
            replies.append(command: IPVSCommand.newServer) { $0.put(observed) }
        }
    }
}
