import IPVSKit

// MARK: Services

extension HostCheck {
    @Sendable static func serviceAddress(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        var seen: Set<IPAddress> = []
        var findings: [HostFinding] = []
        for service in facts.table.services {
            guard case .endpoint(_, let endpoint) = service.identity, seen.insert(endpoint.address).inserted
            else { continue }
            let address = endpoint.address
            guard try !facts.isLocal(address) else { continue }
            findings.append(
                HostFinding(
                    subject: "\(service.identity)",
                    evidence:
                        "\(address) is no address of this host (\(HostFacts.localSource(address.family)))",
                    consequence: "packets to it are forwarded or dropped, and no server gets them",
                    mend: "ip address add \(address)/\(address.family.bitCount) dev lo"
                )
            )
        }
        return findings
    }

    @Sendable static func noUsableServer(_ facts: HostFacts) -> [HostFinding] {
        facts.table.services.compactMap { service in
            guard !service.servers.contains(where: { $0.configuration.weight > 0 }) else { return nil }
            let command = service.identity.options
            let first = service.servers.last?.configuration.endpoint
            let held = service.servers.map(\.configuration.endpoint).filter {
                facts.holds[Hold.Subject($0, of: service.identity)] != nil
            }
            let enable = held.first.map { "lvsctl enable \(command) -r \($0) --all-reasons" }
            return HostFinding(
                subject: "\(service.identity)",
                evidence: first == nil
                    ? "it has no server (the kernel's table)"
                    : "all servers have weight 0 (the kernel's table)"
                        + (held.isEmpty ? "" : ", \(held.count) held"),
                consequence: "new connections are refused",
                mend: enable ?? first.map { "lvsctl edit-server \(command) -r \($0) -w 1" }
                    ?? "lvsctl delete-service \(command)"
            )
        }
    }

    @Sendable static func hashFallback(_ facts: HostFacts) -> [HostFinding] {
        facts.table.services.compactMap { service in
            let configuration = service.configuration
            let scheduler = configuration.scheduler
            guard scheduler == .sourceHashing || scheduler == .maglevHashing,
                !configuration.flags.contains(.fallback),
                let drained = service.servers.first(where: { $0.configuration.weight == 0 }),
                service.servers.contains(where: { $0.configuration.weight > 0 })
            else { return nil }
            let others = configuration.flags.schedulerFlagNames(for: scheduler)
            let flags = ["\(scheduler)-fallback"] + others
            return HostFinding(
                subject: "\(service.identity)",
                evidence: """
                    \(drained.configuration.endpoint) has weight 0, and \(scheduler) has no fallback \
                    (the kernel's table)
                    """,
                consequence: "the clients of that server are refused",
                mend: """
                    lvsctl edit-service \(service.identity.options) -b \(flags.joined(separator: ","))
                    """
            )
        }
    }

    @Sendable static func stickyDrain(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        let name = "expire_quiescent_template"
        guard try facts.setting(name) == 0 else { return [] }
        for service in facts.table.services where service.configuration.persistence != nil {
            guard let server = service.servers.first(where: { $0.configuration.weight == 0 }) else {
                continue
            }
            return [
                HostFinding(
                    subject: "\(service.identity)",
                    evidence: """
                        \(server.configuration.endpoint) has weight 0, the service is persistent, and \(name) is 0 \
                        (\(HostFacts.settings)\(name))
                        """,
                    consequence: "clients that the server had before keep coming to it",
                    mend: "lvsctl settings set \(name)=1"
                )
            ]
        }
        return []
    }

    @Sendable static func shadowedService(_ facts: HostFacts) -> [HostFinding] {
        let identities = Set(facts.table.services.map(\.identity))
        return facts.table.services.compactMap { service in
            guard case .endpoint(let serviceProtocol, let endpoint) = service.identity, endpoint.port != 0
            else { return nil }
            let general = ServiceIdentity.endpoint(serviceProtocol, Endpoint(endpoint.address, port: 0))
            guard identities.contains(general) else { return nil }
            return HostFinding(
                subject: "\(service.identity)",
                evidence: "\(general) is there, too, for every port (the kernel's table)",
                consequence: "clients can get another server for this port than for the others",
                mend: "lvsctl delete-service \(service.identity.options)"
            )
        }
    }
}

// MARK: Servers

extension HostCheck {
    @Sendable static func serverRoute(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        try facts.findings { place, address throws(FileError) in
            guard try facts.route(to: address) == nil else { return nil }
            return HostFinding(
                subject: place.text,
                evidence: "there is no route to \(address) (\(HostFacts.routeSource(address.family)))",
                consequence: "the clients of this server get no answer",
                mend: "lvsctl edit-server \(place.options) -w 0"
            )
        }
    }

    @Sendable static func natForwarding(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        let masqueraded = facts.places.filter { $0.server.method == .masquerade }
        let rows: [(AddressFamily, String, String)] = [
            (.ipv4, "/proc/sys/net/ipv4/ip_forward", "net.ipv4.ip_forward"),
            (.ipv6, "/proc/sys/net/ipv6/conf/all/forwarding", "net.ipv6.conf.all.forwarding"),
        ]
        var findings: [HostFinding] = []
        for (family, path, name) in rows {
            guard let place = masqueraded.first(where: { $0.service.family == family }),
                try facts.number(path) == 0
            else { continue }
            findings.append(
                HostFinding(
                    subject: place.text,
                    evidence: "this host does not forward packets: 0 (\(path))",
                    consequence: "the answers of masqueraded servers do not reach clients",
                    mend: "sysctl -w \(name)=1"
                )
            )
        }
        return findings
    }

    @Sendable static func directGateway(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        try facts.findings { place, address throws(FileError) in
            guard place.server.method == .directRouting, let route = try facts.route(to: address),
                route.hasGateway
            else { return nil }
            return HostFinding(
                subject: place.text,
                evidence: "a router is on the way to \(address) (\(HostFacts.routeSource(address.family)))",
                consequence: "the router sends packets back instead of to the server, which gets none",
                mend: "lvsctl edit-server \(place.options) -i"
            )
        }
    }

    @Sendable static func directPort(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        facts.places.compactMap { place in
            guard place.server.method == .directRouting, let port = place.service.port, port != 0,
                place.server.endpoint.port != port
            else { return nil }
            return HostFinding(
                subject: place.text,
                evidence: "the ports differ (the kernel's table)",
                consequence: "packets arrive at the service's port all the same: direct routing changes none",
                mend: "lvsctl edit-server \(place.options) -m"
            )
        }
    }
}

extension HostFacts {
    /// Asks about each server that may get connections and is not this host.
    fileprivate func findings(
        _ body: (Place, IPAddress) throws(FileError) -> HostFinding?
    ) throws(FileError) -> [HostFinding] {
        var findings: [HostFinding] = []
        for place in places where place.server.weight > 0 {
            let address = place.server.endpoint.address
            guard try !isLocal(address), let finding = try body(place, address) else { continue }
            findings.append(finding)
        }
        return findings
    }
}

extension HostFacts.Place {
    /// For people.
    fileprivate var text: String { "\(server.endpoint) of \(service)" }

    /// As lvsctl's verbs name it.
    fileprivate var options: String { "\(service.options) -r \(server.endpoint)" }
}

extension ServiceIdentity {
    /// As lvsctl's verbs name it.
    fileprivate var options: String {
        switch self {
        case .endpoint(.tcp, let endpoint): "-t \(endpoint)"
        case .endpoint(.udp, let endpoint): "-u \(endpoint)"
        case .endpoint(_, let endpoint): "--sctp-service \(endpoint)"
        case .firewallMark(let mark, let family): "-f \(mark)" + (family == .ipv6 ? " -6" : "")
        }
    }
}
