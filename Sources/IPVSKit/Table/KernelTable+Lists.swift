// The lists that the kernel hands out. Netlink's come in pieces, and the kernel continues by counting entries: whoever
// changes the table between two pieces makes it repeat or skip others. It never says so (ip_vs_ctl.c, 6.1). Up to
// Linux 6 a list of one piece shows one moment; since then no lock is held while a piece is written.

extension KernelTable {
    /// A list as netlink gave it, and whether it shows one moment for certain.
    struct Dump<Entry> {
        var entries: [Entry] = []
        var isWhole = true
    }

    /// The services of a table, each once.
    struct ServiceList {
        /// The services without servers.
        var services: [ObservedService]
        /// The services that getsockopt(2) showed, in one moment; nil where it cannot be asked.
        var moment: [OptionReader.Service]?
        /// How many servers each service has; nil where only netlink knows it.
        var serverCounts: [Int?]
        /// Whether the services that only netlink shows are those of one moment, too.
        var isWhole: Bool
        /// Whether a service is missing here because it had gone when its engine was asked for.
        var isTorn = false
    }

    /// Lists the services, where possible with an atomic list of those of IPv4.
    func listServices() throws(TableError) -> ServiceList {
        var dump = try dumpServices()
        if !dump.isWhole { dump.entries.removeRepeated() }
        guard let moment = options?.services(expecting: dump.entries.count) else {
            let counts = [Int?](repeating: nil, count: dump.entries.count)
            return ServiceList(services: dump.entries, serverCounts: counts, isWhole: dump.isWhole)
        }
        if let counts = Self.serverCounts(of: dump.entries, in: moment) {
            // The walk through the table was not disturbed, so that no service of IPv6 can have been skipped.
            let isWhole = dump.isWhole || locksDumps && moment.count == counts.count
            return ServiceList(
                services: dump.entries,
                moment: moment,
                serverCounts: counts,
                isWhole: isWhole
            )
        }
        return try merge(dump, moment)
    }

    /// Returns the number of servers of each service if both lists have the same IPv4 services in the same order.
    private static func serverCounts(
        of services: [ObservedService],
        in moment: [OptionReader.Service]
    ) -> [Int?]? {
        var counts: [Int?] = []
        counts.reserveCapacity(services.count)
        var next = 0
        for service in services {
            guard service.identity.family == .ipv4 else {
                counts.append(nil)
                continue
            }
            guard next < moment.count, moment[next].isAlike(service.configuration) else { return nil }
            counts.append(moment[next].serverCount)
            next += 1
        }
        return next == moment.count ? counts : nil
    }

    /// Takes the IPv4 services of one moment, with netlink's engines and counters, and netlink's other services.
    private func merge(
        _ dump: Dump<ObservedService>,
        _ moment: [OptionReader.Service]
    ) throws(TableError) -> ServiceList {
        var list = ServiceList(services: [], moment: moment, serverCounts: [], isWhole: dump.isWhole)
        var places: [ServiceIdentity: Int] = [:]
        for place in dump.entries.indices { places[dump.entries[place].identity] = place }
        for entry in moment {
            let identity = entry.configuration.identity
            var found = places[identity].map { dump.entries[$0] }
            if found.map({ entry.isAlike($0.configuration) }) != true {
                found = try header(of: identity)
                if found.map({ entry.isAlike($0.configuration) }) != true { list.isTorn = true }
            }
            guard let found else { continue }
            list.services.append(found)
            list.serverCounts.append(entry.serverCount)
        }
        for service in dump.entries where service.identity.family != .ipv4 {
            list.services.append(service)
            list.serverCounts.append(nil)
        }
        return list
    }

    /// Whether another list has the same services that only netlink shows, configured alike; counters may differ.
    func isStill(_ list: ServiceList) throws(TableError) -> Bool {
        let isSeenElsewhere = { (service: ObservedService) in
            list.moment != nil && service.identity.family == .ipv4
        }
        var expected: [ServiceIdentity: VirtualService] = [:]
        for service in list.services where !isSeenElsewhere(service) {
            expected[service.identity] = service.configuration
        }
        var found: Set<ServiceIdentity> = []
        for service in try dumpServices().entries where !isSeenElsewhere(service) {
            guard expected[service.identity] == service.configuration else { return false }
            found.insert(service.identity)
        }
        return found.count == expected.count
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
                // Memory that is reserved costs nothing before it is used; copying it when it grows does.
                if dump.entries.count == dump.entries.capacity {
                    dump.entries.reserveCapacity(dump.entries.count * 8 + 16)
                }
                dump.entries.append(try ServiceAttributes(in: reply).observed())
                return true
            }
            dump.isWhole = pieces <= 1 && self.locksDumps
            return dump
        }
    }

    /// Reads the servers of one service by netlink, newest first, until two lists agree where one may be torn.
    ///
    /// - Returns: the servers, and whether two lists agreed at last; without `unrest` that is an error.
    func listServers(
        of identity: ServiceIdentity,
        _ unrest: Unrest
    ) throws(TableError) -> (servers: [ObservedServer], isSettled: Bool) {
        var last = try dumpServers(of: identity)
        if last.isWhole { return (last.entries, true) }
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            let next = try dumpServers(of: identity)
            if next.entries.hasSameConfiguration(as: last.entries) { return (next.entries, true) }
            last = next
        }
        if unrest == .isShown { return (last.entries, false) }
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
            dump.isWhole = pieces <= 1 && self.locksDumps
            return dump
        }
    }

    /// Reads one service without its servers (`IPVS_CMD_GET_SERVICE`); nil if there is none.
    func header(of identity: ServiceIdentity) throws(TableError) -> ObservedService? {
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
        } catch TableError.communication(_, let error) where error.refusal?.errno == .noSuchService {
            return nil
        }
        return found
    }
}

extension [ObservedService] {
    /// The places of the services in the order of their identities.
    package var placesByIdentity: [Int] {
        indices.sorted { self[$0].identity < self[$1].identity }
    }

    /// Removes services whose identity has come before.
    fileprivate mutating func removeRepeated() {
        var known = Set<ServiceIdentity>(minimumCapacity: count)
        removeAll { !known.insert($0.identity).inserted }
    }
}

extension [ObservedServer] {
    /// Whether the servers are configured alike, in the same order; counters may differ.
    fileprivate func hasSameConfiguration(as other: [ObservedServer]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.configuration == $1.configuration }
    }
}
