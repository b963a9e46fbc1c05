import IPVSKit

extension HostCheck {
    /// All checks, in the order of Docs/doctor.md.
    static let all: [HostCheck] = [
        HostCheck("service-address", .error, nil, serviceAddress),
        HostCheck("no-usable-server", .error, nil, noUsableServer),
        HostCheck("server-route", .error, nil, serverRoute),
        HostCheck("nat-forwarding", .error, .masquerade, natForwarding),
        HostCheck("direct-gateway", .error, .directRouting, directGateway),
        HostCheck("direct-port", .error, .directRouting, directPort),
        HostCheck("sync-interface", .error, nil, syncInterface),
        HostCheck("hash-fallback", .hint, nil, hashFallback),
        HostCheck("sticky-drain", .hint, nil, stickyDrain),
        HostCheck("shadowed-service", .hint, nil, shadowedService),
        HostCheck("connection-table", .hint, nil, connectionTable),
        HostCheck("flood-defence", .hint, nil, floodDefence),
        HostCheck("counters", .hint, nil) { facts throws(FileError) in
            try facts.settingFinding("run_estimation", wrong: [0], right: 1, "counters and rates stand still")
        },
        HostCheck("reused-ports", .hint, nil) { facts throws(FileError) in
            try facts.settingFinding(
                "conn_reuse_mode",
                wrong: [0],
                right: 1,
                "a client port that comes back stays with its old server, also when that is drained"
            )
        },
    ]

    @Sendable private static func floodDefence(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        let settings = [
            ("drop_entry", "half-open and young connections are forgotten at random"),
            ("drop_packet", "a part of all new packets is dropped"),
            ("secure_tcp", "connections end after shorter timeouts"),
        ]
        var findings: [HostFinding] = []
        for (name, consequence) in settings {
            findings += try facts.settingFinding(name, wrong: [2, 3], right: 0, consequence)
        }
        return findings
    }

    @Sendable private static func connectionTable(_ facts: HostFacts) -> [HostFinding] {
        let count = facts.table.services.flatMap(\.servers).reduce(UInt64(0)) {
            $0 + UInt64($1.connections.active) + UInt64($1.connections.inactive)
        }
        let size = UInt64(facts.connectionTableSize)
        // Each packet looks through its bucket.
        guard size > 0, count > 8 * size else { return [] }
        let bits = 64 - (count - 1).leadingZeroBitCount
        return [
            HostFinding(
                subject: "connection table",
                evidence: "\(count) connections in \(size) buckets (the kernel's table)",
                consequence: "each packet is compared with many connections, which takes processor time",
                mend: "echo options ip_vs conn_tab_bits=\(min(bits, 20)) >/etc/modprobe.d/ip_vs.conf"
            )
        ]
    }

    @Sendable private static func syncInterface(_ facts: HostFacts) throws(FileError) -> [HostFinding] {
        var findings: [HostFinding] = []
        for daemon in facts.table.daemons ?? [] {
            let path = "/sys/class/net/\(daemon.interface)/flags"
            let text = try facts.file(path).split(separator: "\n").first ?? ""
            // IFF_UP, <linux/if.h>.
            guard let flags = UInt32(text.dropFirst(2), radix: 16), flags & 1 == 0 else { continue }
            findings.append(
                HostFinding(
                    subject: "sync \(daemon.role)",
                    evidence: "the interface \(daemon.interface) is down (\(path))",
                    consequence: "connections are not shared, and end when the other director takes over",
                    mend: "ip link set \(daemon.interface) up"
                )
            )
        }
        return findings
    }
}

extension HostFacts {
    /// Finds that a setting of IPVS has one of some values.
    fileprivate func settingFinding(
        _ name: String,
        wrong: [Int],
        right: Int,
        _ consequence: String
    ) throws(FileError) -> [HostFinding] {
        guard let value = try setting(name), wrong.contains(value) else { return [] }
        return [
            HostFinding(
                subject: name,
                evidence: "it is \(value) (\(Self.settings)\(name))",
                consequence: consequence,
                mend: "lvsctl settings set \(name)=\(right)"
            )
        ]
    }
}
