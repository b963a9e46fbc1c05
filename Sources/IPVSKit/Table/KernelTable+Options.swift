// Servers by the kernel's older interface, which takes half the time of netlink: one system call a service, and a
// list of one moment. It knows IPv4 only, and what it leaves out it does not tell: the kernel's own number of servers does.

extension KernelTable {
    /// From how many services on this is worth its own system calls and pages of code.
    private static let worthwhileCount = 16

    /// Asks how many servers each service has; nil if these are not just the services of this moment.
    ///
    /// Services of IPv6 get 0.
    func serverCounts(of services: [ObservedService]) -> [Int]? {
        guard let options, services.count >= Self.worthwhileCount else { return nil }
        return options.withServices(atMost: services.count + 1) { entries in
            var counts: [Int] = []
            counts.reserveCapacity(services.count)
            var next = 0
            for service in services {
                guard service.identity.family == .ipv4 else {
                    counts.append(0)
                    continue
                }
                // The kernel walks its table in the same order for both.
                guard next < entries.count, entries[next].isAlike(service.configuration) else { return nil }
                counts.append(entries[next].serverCount)
                next += 1
            }
            return next == entries.count ? counts : nil
        }
    }

    /// Reads the servers of one service, newest first; nil if they are not just so many that can be seen whole.
    func servers(of identity: ServiceIdentity, counting count: Int) -> [ObservedServer]? {
        guard let options, identity.family == .ipv4 else { return nil }
        return options.withServers(of: identity, atMost: count + 1) { entries in
            guard entries.count == count else { return nil }
            var servers: [ObservedServer] = []
            servers.reserveCapacity(count)
            for index in 0..<count {
                guard let server = entries[index].observed else { return nil }
                servers.append(server)
            }
            return servers
        }
    }
}
