// The rows of services, and what several rows share.

extension Field {
    static let services = [
        FieldDefinition(.serviceProtocol, of: .service, "protocol", at: .serviceAddress),
        FieldDefinition(.serviceAddress, of: .service, "address"),
        FieldDefinition(.servicePort, of: .service, "port", at: .serviceAddress, .number(anyPort)),
        FieldDefinition(
            .mark,
            of: .service,
            "mark",
            "f",
            "fwmark-service",
            at: .serviceAddress,
            .number(NumberKind("a firewall mark", 1...UInt32.max)),
            "mark",
            "All packets with a firewall mark."
        ),
        FieldDefinition(.family, of: .service, "family", at: .serviceAddress),
        FieldDefinition(
            .scheduler,
            of: .service,
            "scheduler",
            "s",
            "scheduler",
            .name("a scheduler", limit: Scheduler.nameLimit, example: "rr, wlc or sh"),
            "scheduler",
            "Scheduling algorithm (default of a new service: wlc)."
        ),
        FieldDefinition(
            .timeout,
            of: .service,
            in: "persistence",
            "timeout",
            label: "persistence timeout",
            "p",
            "persistent",
            .number(
                NumberKind(
                    "a persistence timeout",
                    1...VirtualService.timeoutLimit,
                    unit: " seconds",
                    excess: .useless
                )
            ),
            "seconds",
            "Persistence: keep sending a client to the same server, until this long after its last connection (default 360)."
        ),
        FieldDefinition(
            .netmask,
            of: .service,
            in: "persistence",
            "netmask",
            "M",
            "netmask",
            .text("a mask (such as 255.255.255.0 for IPv4; a prefix length from 1 to 128 for IPv6)"),
            "mask",
            "Part of the client's address that counts for persistence: /24, 255.255.255.0."
        ),
        FieldDefinition(
            .onePacket,
            of: .service,
            "one_packet",
            "o",
            "ops",
            .flag,
            "",
            "One-packet scheduling: choose a server for every packet (UDP and firewall marks only)."
        ),
        FieldDefinition(
            .engine,
            of: .service,
            in: "persistence",
            "engine",
            label: "persistence engine",
            nil,
            "pe",
            .name("an engine", limit: VirtualService.engineLimit, example: "sip"),
            "engine",
            "Persistence engine, which identifies clients by more than the address: sip or none."
        ),
        FieldDefinition(
            .schedulerFlags,
            of: .service,
            "flags",
            "b",
            "sched-flags",
            .words("a scheduler flag", { ServiceFlags.names.map { $0.name } }),
            "flags",
            "Scheduler flags, separated by commas, or none."
        ),
        FieldDefinition(.extraFlags, of: .service, "extra_flags", at: .schedulerFlags),
        FieldDefinition(
            .persistence,
            of: .service,
            in: "persistence",
            "enabled",
            named: "persistent",
            at: .timeout
        ),
    ]

    static let port = NumberKind("a port", 1...65535)
    /// 0 stands for every port, or for the one that the client called.
    static let anyPort = NumberKind("a port", 0...65535)
}
