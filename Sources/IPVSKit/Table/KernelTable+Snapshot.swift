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
        let services = try consistentServices()
        return TableSnapshot(services: services, timeouts: try timeouts(), daemons: try daemons())
    }

    private func consistentServices() throws(TableError) -> [ObservedService] {
        for _ in 0..<Self.attemptLimit {
            let dump = try dumpServices()
            var services = dump.entries
            guard dump.isWhole || services.haveEachOnce, try readServers(of: &services) else { continue }
            if dump.isWhole { return services }
            if try dumpServices().entries.hasSameConfiguration(as: services) { return services }
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Reads the servers of all services; false when one of them vanished meanwhile.
    private func readServers(of services: inout [ObservedService]) throws(TableError) -> Bool {
        for index in services.indices {
            let identity = services[index].identity
            services[index].servers = try servers(of: identity)
            // An empty list is also the kernel's answer for a service that is not there any more.
            if services[index].servers.isEmpty, try header(of: identity) == nil { return false }
        }
        return true
    }

    /// Reads one service with its servers; nil if there is none.
    public func service(_ identity: ServiceIdentity) throws(TableError) -> ObservedService? {
        for _ in 0..<Self.attemptLimit {
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
                found = try MessageAttributes(reply).requireService().observed()
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
            let pieces = try self.request(
                IPVSCommand.getService,
                kind: .dump,
                to: "list the virtual services"
            ) { (_, reply) throws(WireError) in
                dump.entries.append(try MessageAttributes(reply).requireService().observed())
                return true
            }
            dump.isWhole = pieces <= 1
            return dump
        }
    }

    /// Reads the servers of one service, newest first, until two readings agree where one may be torn.
    func servers(of identity: ServiceIdentity) throws(TableError) -> [ObservedServer] {
        var last = try dumpServers(of: identity)
        if last.isWhole { return last.entries }
        for _ in 0..<Self.attemptLimit {
            let next = try dumpServers(of: identity)
            if next.entries.hasSameConfiguration(as: last.entries) { return next.entries }
            last = next
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    private func dumpServers(of identity: ServiceIdentity) throws(TableError) -> Dump<ObservedServer> {
        try retrying { () throws(TableError) in
            var dump = Dump<ObservedServer>()
            let pieces = try self.request(
                IPVSCommand.getServer,
                kind: .shortDump,
                to: "list the real servers of \(identity)",
                attributes: { $0.put(identity) }
            ) { (_, reply) throws(WireError) in
                dump.entries.append(
                    try MessageAttributes(reply).requireServer().observed(in: identity.family)
                )
                return true
            }
            dump.isWhole = pieces <= 1
            return dump
        }
    }
}

extension [ObservedService] {
    /// Whether no identity comes twice.
    fileprivate var haveEachOnce: Bool { Set(lazy.map(\.identity)).count == count }

    /// Whether the services are configured alike, in the same order; counters may differ.
    fileprivate func hasSameConfiguration(as other: [ObservedService]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.configuration == $1.configuration }
    }
}

extension [ObservedServer] {
    /// Whether the servers are configured alike, in the same order; counters may differ.
    fileprivate func hasSameConfiguration(as other: [ObservedServer]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.configuration == $1.configuration }
    }
}
