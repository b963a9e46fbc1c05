// Reading the table. The services are those of one moment, and so are the servers of each service. Two things make
// a reading start over: a service was gone before its servers were read, or two readings that should agree do not.

extension KernelTable {
    /// Reads the whole table.
    ///
    /// The services are those of one moment and each service's servers are those of one moment. Where only netlink
    /// shows them (services of IPv6, servers of tunnels and counters), a change and its reversal can go unseen when
    /// both fall between two readings.
    ///
    /// - Throws: ``TableError/changing(attempts:)`` when the table does not come to rest.
    public func snapshot(reading detail: TableDetail, unrest: Unrest) throws(TableError) -> TableSnapshot {
        var services: [ObservedService] = []
        let isSettled = try forEachService(reading: detail, unrest: unrest, in: nil) { count in
            services.removeAll(keepingCapacity: true)
            services.reserveCapacity(count)
        } body: { service in
            services.append(service)
        }
        return TableSnapshot(
            services: services,
            timeouts: try timeouts(),
            daemons: try daemons(),
            isSettled: isSettled
        )
    }

    /// Passes on the services one by one; in memory, there are all services but the servers of one only.
    public func forEachService(
        reading detail: TableDetail,
        unrest: Unrest,
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) -> Bool {
        // Services of which an earlier attempt has shown that they are being changed.
        var restless: Set<ServiceIdentity> = []
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            let isLast = unrest == .isShown && attempt == Self.attemptLimit - 1
            let list = try listServices()
            if list.isTorn, !isLast { continue }
            var reading = Reading(self, list, detail, unrest, restless, isLast: isLast)
            let isPrepared = try reading.prepare()
            guard isPrepared || isLast else { continue }
            let places = order?(list.services) ?? Array(list.services.indices)
            begin(list.services.count)
            let isComplete = try reading.readServers(places, body)
            restless.formUnion(reading.restless)
            guard isComplete || isLast else { continue }
            let isSettled = try reading.isSettled()
            restless.formUnion(reading.restless)
            if isSettled || isLast { return isSettled && isComplete && !list.isTorn }
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Reads one service with its servers, as a snapshot without anything else; nil if there is none.
    public func snapshot(
        of identity: ServiceIdentity,
        reading detail: TableDetail,
        unrest: Unrest
    ) throws(TableError) -> TableSnapshot? {
        for attempt in 0..<Self.attemptLimit {
            Pause.before(attempt: attempt)
            guard var service = try header(of: identity) else { return nil }
            if detail == .withoutCounters, let servers = options?.servers(of: identity) {
                service.servers = servers
                return TableSnapshot(services: [service])
            }
            let list = try listServers(of: identity, unrest)
            service.servers = list.servers
            // An empty list is also the kernel's answer for a service that is not there any more.
            if list.servers.isEmpty, try header(of: identity) == nil { continue }
            return TableSnapshot(services: [service], isSettled: list.isSettled)
        }
        throw .changing(attempts: Self.attemptLimit)
    }

    /// Reads the settings of one service; nil if there is none.
    public func settings(of identity: ServiceIdentity) throws(TableError) -> VirtualService? {
        try header(of: identity)?.configuration
    }
}

/// One attempt to read the servers of all services.
private struct Reading {
    private let table: KernelTable
    private let list: KernelTable.ServiceList
    private let detail: TableDetail
    private let unrest: Unrest
    /// Whether the table is taken as it is.
    private let isLast: Bool
    /// Services that are being changed: they are read at once, before the others, and by netlink, which shows all.
    private(set) var restless: Set<ServiceIdentity>
    /// The servers of restless services; nil for a service that has gone.
    private var early: [ServiceIdentity: [ObservedServer]?] = [:]
    /// The places of services of which getsockopt(2) has shown the servers.
    private var places: [Int] = []
    private var isAgreed = true

    init(
        _ table: KernelTable,
        _ list: KernelTable.ServiceList,
        _ detail: TableDetail,
        _ unrest: Unrest,
        _ restless: Set<ServiceIdentity>,
        isLast: Bool
    ) {
        self.table = table
        self.list = list
        self.detail = detail
        self.unrest = unrest
        self.restless = restless
        self.isLast = isLast
    }

    /// Reads what is being changed; returns whether all of it was still there.
    mutating func prepare() throws(TableError) -> Bool {
        var isComplete = true
        for service in list.services where restless.contains(service.identity) {
            let servers = try listedServers(of: service.identity)
            early[service.identity] = .some(servers)
            isComplete = isComplete && servers != nil
        }
        return isComplete
    }

    /// Reads the servers of the services at these places.
    ///
    /// A service that has gone in the meantime is left out.
    ///
    /// - Returns: whether none had gone; otherwise, unless the table is taken as it is, the rest is not read.
    mutating func readServers(
        _ places: [Int],
        _ body: (ObservedService) -> Void
    ) throws(TableError) -> Bool {
        var isComplete = true
        // If getsockopt(2) failed for the tunnels of one service, it probably fails for the next.
        var followsTunnels = false
        for place in places {
            var service = list.services[place]
            if let servers = shownServers(at: place, followsTunnels) {
                service.servers = servers
                body(service)
                continue
            }
            guard let servers = try restlessServers(of: service.identity) else {
                restless.insert(service.identity)
                if !isLast { return false }
                isComplete = false
                continue
            }
            service.servers = servers
            followsTunnels = servers.contains { $0.configuration.method == .tunnel }
            body(service)
        }
        return isComplete
    }

    /// The servers as getsockopt(2) shows them; nil where it does not show all that is asked for.
    private mutating func shownServers(at place: Int, _ followsTunnels: Bool) -> [ObservedServer]? {
        let identity = list.services[place].identity
        guard detail == .withoutCounters, !followsTunnels, let count = list.serverCounts[place],
            !restless.contains(identity), let servers = table.options?.servers(of: identity, count: count)
        else { return nil }
        places.append(place)
        return servers
    }

    /// The servers as they were read before, or else as netlink lists them; nil when the service has gone.
    private mutating func restlessServers(
        of identity: ServiceIdentity
    ) throws(TableError) -> [ObservedServer]? {
        if let servers = early[identity] { return servers }
        return try listedServers(of: identity)
    }

    /// The servers as netlink lists them; nil when the service has gone.
    private mutating func listedServers(of identity: ServiceIdentity) throws(TableError) -> [ObservedServer]?
    {
        let (servers, isSettled) = try table.listServers(of: identity, unrest)
        if !isSettled { isAgreed = false }
        // An empty list is also the kernel's answer for a service that is not there any more.
        if servers.isEmpty, try table.header(of: identity) == nil { return nil }
        return servers
    }

    /// Whether nothing that was read is in doubt; what is becomes restless.
    mutating func isSettled() throws(TableError) -> Bool {
        if let moment = list.moment, !places.isEmpty {
            guard let later = table.options?.services(expecting: moment.count) else { return false }
            if later != moment { doubt(later) }
        }
        if !list.isWhole {
            guard try table.isStill(list) else { return false }
        }
        return isAgreed && restless.isDisjoint(with: places.map { list.services[$0].identity })
    }

    /// Doubts services whose number of servers has changed: one that is not shown may have come for one that is.
    private mutating func doubt(_ later: [OptionReader.Service]) {
        var counts: [ServiceIdentity: Int] = [:]
        for service in later { counts[service.configuration.identity] = service.serverCount }
        for place in places where counts[list.services[place].identity] != list.serverCounts[place] {
            restless.insert(list.services[place].identity)
        }
    }
}
