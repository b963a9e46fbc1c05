// Reading the table. The kernel dumps services, and the servers of one service, in pieces, and goes on by
// counting entries: whoever changes the table between two pieces makes it repeat or skip others. It never
// says so (ip_vs_ctl.c, 6.1). What fits one piece is whole; everything else is read until two readings agree.

extension KernelTable {
    /// Reads everything.
    ///
    /// The services are those of one moment and each service's servers are those of one moment, unless
    /// a change and its reversal both fall between two readings.
    ///
    /// - Throws: ``TableError/changing(attempts:)`` when other programs do not let the table come to rest.
    public func snapshot() throws(TableError) -> TableSnapshot {
        try snapshot(reading: .everything)
    }

    /// Hands over the services one by one; in memory, there are all services but the servers of one only.
    public func forEachService(
        reading detail: TableDetail,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) {
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            var dump = try dumpServices()
            let isTaken = acceptsUnrest && attempt == Self.attemptLimit - 1
            if isTaken { dump.entries = dump.entries.firstOfEach }
            guard dump.isWhole || isTaken || dump.entries.haveEachOnce else { continue }
            // A table that does not rest is read by netlink.
            let counts = attempt == 0 && detail == .essentials ? serverCounts(of: dump.entries) : nil
            let places = order?(dump.entries) ?? Array(dump.entries.indices)
            begin(dump.entries.count)
            guard try readServers(of: dump.entries, places, counts, detail, isTaken: isTaken, body) else {
                continue
            }
            if let counts {
                guard serverCounts(of: dump.entries) == counts else { continue }
                if dump.entries.allSatisfy({ $0.identity.family == .ipv4 }) { return }
            }
            if dump.isWhole || isTaken { return }
            if try isStill(dump.entries) { return }
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Reads the servers of all services in an order of their places; false when a service vanished meanwhile, which
    /// is passed over if the table is taken as it appears.
    private func readServers(
        of services: [ObservedService],
        _ places: [Int],
        _ counts: [Int]?,
        _ detail: TableDetail,
        isTaken: Bool,
        _ body: (ObservedService) -> Void
    ) throws(TableError) -> Bool {
        // What the one before it is read by in vain, most often is of no use for the next one either.
        var followsTunnels = false
        for place in places {
            var service = services[place]
            if let counts, !followsTunnels,
                let servers = servers(of: service.identity, counting: counts[place])
            {
                service.servers = servers
                body(service)
                continue
            }
            service.servers = try servers(of: service.identity)
            followsTunnels = service.servers.contains { $0.configuration.method == .tunnel }
            if detail == .essentials { service.servers.forgetIdleTunnels() }
            // An empty list is also the kernel's answer for a service that is not there any more.
            if service.servers.isEmpty, try header(of: service.identity) == nil {
                if isTaken { continue }
                return false
            }
            body(service)
        }
        return true
    }

    /// Lists the services again: whether there are the same ones, configured alike; counters may differ.
    private func isStill(_ services: [ObservedService]) throws(TableError) -> Bool {
        try retrying { () throws(TableError) in
            var count = 0
            var isSame = true
            try self.dumpServices { service in
                isSame =
                    isSame && count < services.count && services[count].configuration == service.configuration
                count += 1
            }
            return isSame && count == services.count
        }
    }

    /// Reads one service with its servers; nil if there is none.
    public func service(_ identity: ServiceIdentity) throws(TableError) -> ObservedService? {
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            guard var service = try header(of: identity) else { return nil }
            service.servers = try servers(of: identity)
            if !service.servers.isEmpty { return service }
            if try header(of: identity) != nil { return service }
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Reads the settings of one service; nil if there is none.
    public func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService? {
        try header(of: identity)?.configuration
    }

    /// Reads one service without its servers (`IPVS_CMD_GET_SERVICE`); nil if there is none.
    private func header(of identity: ServiceIdentity) throws(TableError) -> ObservedService? {
        var found: ObservedService?
        do {
            try request(
                IPVSCommand.getService,
                to: "read virtual service \(identity)",
                attributes: { $0.put(identity) }
            ) { (_, reply) throws(WireError) in
                found = try ServiceAttributes(in: reply).observed()
                return true
            }
        } catch TableError.communication(_, .refused(let refusal)) where refusal.errno == .noSuchService {
            return nil
        }
        return found
    }

    /// A list as the kernel gave it, and whether it shows one moment.
    private struct Dump<Entry> {
        var entries: [Entry] = []
        var isWhole = true
    }

    /// Reads all services without servers.
    private func dumpServices() throws(TableError) -> Dump<ObservedService> {
        try retrying { () throws(TableError) in
            var dump = Dump<ObservedService>()
            let pieces = try self.dumpServices { service in
                // Memory that is reserved costs nothing before it is used; copying it when it grows does.
                if dump.entries.count == dump.entries.capacity {
                    dump.entries.reserveCapacity(dump.entries.count * 8 + 16)
                }
                dump.entries.append(service)
            }
            dump.isWhole = pieces <= 1
            return dump
        }
    }

    /// Lists the services once and returns in how many pieces they came.
    @discardableResult
    private func dumpServices(_ body: (ObservedService) -> Void) throws(TableError) -> Int {
        try request(
            IPVSCommand.getService,
            kind: .dump,
            to: "list the virtual services"
        ) { (_, reply) throws(WireError) in
            body(try ServiceAttributes(in: reply).observed())
            return true
        }
    }

    /// Reads the servers of one service, newest first, until two readings agree where one may be torn.
    func servers(of identity: ServiceIdentity) throws(TableError) -> [ObservedServer] {
        var last = try dumpServers(of: identity)
        if last.isWhole { return last.entries }
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            let next = try dumpServers(of: identity)
            if next.entries.hasSameConfiguration(as: last.entries) { return next.entries }
            last = next
        }
        if acceptsUnrest { return last.entries }
        throw .changing(attempts: Self.attemptLimit)
    }

    private func dumpServers(of identity: ServiceIdentity) throws(TableError) -> Dump<ObservedServer> {
        try retrying { () throws(TableError) in
            var dump = Dump<ObservedServer>()
            // Most services have as many servers as the one before; what is reserved in vain stays small.
            dump.entries.reserveCapacity(min(usualServerCount, 16))
            defer { usualServerCount = dump.entries.count }
            let pieces = try self.request(
                IPVSCommand.getServer,
                kind: .shortDump,
                to: "list the real servers of \(identity)",
                attributes: { $0.put(identity) }
            ) { (_, reply) throws(WireError) in
                dump.entries.append(try ServerAttributes(in: reply).observed(in: identity.family))
                return true
            }
            dump.isWhole = pieces <= 1
            return dump
        }
    }
}

extension [ObservedService] {
    /// The places of the services in the order of their identities.
    package var placesByIdentity: [Int] {
        indices.sorted { self[$0].identity < self[$1].identity }
    }

    /// The services without those whose identity has come before.
    fileprivate var firstOfEach: [ObservedService] {
        var known: Set<ServiceIdentity> = []
        return filter { known.insert($0.identity).inserted }
    }

    /// Whether no identity comes twice.
    fileprivate var haveEachOnce: Bool {
        let places = placesByIdentity
        return zip(places, places.dropFirst()).allSatisfy { self[$0].identity != self[$1].identity }
    }
}

extension [ObservedServer] {
    /// Makes nothing of what a tunnel is like where none is used, as where it cannot be seen.
    mutating func forgetIdleTunnels() {
        for index in indices where self[index].configuration.method != .tunnel {
            self[index].configuration.tunnel = .ipip
        }
    }

    /// Whether the servers are configured alike, in the same order; counters may differ.
    fileprivate func hasSameConfiguration(as other: [ObservedServer]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.configuration == $1.configuration }
    }
}
