// The table of fields, in the order of ``Field``; the rows of services are in a file of their own. Who adds a field
// of a server, a daemon or the timeouts that is a number adds a row here, the value to the model, and the attribute
// to the codec.

extension Field {
    static let servers = [
        FieldDefinition(.serverAddress, of: .server, "address", "r", "real-server"),
        FieldDefinition(.serverPort, of: .server, "port", at: .serverAddress, .number(anyPort)),
        FieldDefinition(.method, of: .server, "method"),
        FieldDefinition(
            .weight,
            of: .server,
            "weight",
            "w",
            "weight",
            .number(NumberKind("a weight", 0...RealServer.weightLimit)),
            shown: .always,
            "weight",
            "The server's share of new connections; 0 drains it (a new server's default: 1)."
        ),
        FieldDefinition(
            .upperThreshold,
            of: .server,
            "upper_threshold",
            label: "upper threshold",
            "x",
            "u-threshold",
            .number(connections),
            "connections",
            "Upper threshold: no new connections from this many on; 0 for no limit."
        ),
        FieldDefinition(
            .lowerThreshold,
            of: .server,
            "lower_threshold",
            label: "lower threshold",
            "y",
            "l-threshold",
            .number(connections),
            "connections",
            "Lower threshold: new connections again below this many."
        ),
        FieldDefinition(.tunnel, of: .server, "tunnel", at: .tunnelType),
        FieldDefinition(
            .tunnelType,
            of: .server,
            in: "tunnel",
            "type",
            named: "tunnel_type",
            nil,
            "tun-type",
            .words("a kind of tunnel", { TunnelType.names.map { $0.name } }),
            "type",
            "Tunnel type: ipip, gue or gre."
        ),
        FieldDefinition(
            .tunnelPort,
            of: .server,
            in: "tunnel",
            "port",
            named: "tunnel_port",
            nil,
            "tun-port",
            .number(port),
            "port",
            "UDP port of a gue tunnel."
        ),
        FieldDefinition(
            .tunnelFlags,
            of: .server,
            in: "tunnel",
            "extra_flags",
            named: "tunnel_flags",
            at: .tunnelType
        ),
        FieldDefinition(
            .tunnelChecksum,
            of: .server,
            in: "tunnel",
            "checksum",
            nil,
            "tun-csum",
            .flag,
            "",
            "Checksum in the outer header of a gue or gre tunnel."
        ),
        FieldDefinition(
            .tunnelRemoteChecksum,
            of: .server,
            in: "tunnel",
            "remote_checksum",
            nil,
            "tun-remcsum",
            .flag,
            "",
            "Remote checksum offload in a gue tunnel."
        ),
    ]

    static let daemons = [
        FieldDefinition(.role, of: .daemon, "role"),
        FieldDefinition(
            .interface,
            of: .daemon,
            "interface",
            nil,
            "mcast-interface",
            .name("an interface", limit: SyncDaemon.interfaceLimit, example: "eth0"),
            "interface",
            "Network interface for the multicast traffic."
        ),
        FieldDefinition(
            .syncID,
            of: .daemon,
            "sync_id",
            label: "sync identity",
            nil,
            "syncid",
            .number(NumberKind("a sync identity", 0...255, excess: .useless)),
            shown: .always,
            "id",
            "Group of directors that share connections, 0 to 255 (default 0)."
        ),
        FieldDefinition(
            .maximumLength,
            of: .daemon,
            "maximum_length",
            label: "message length",
            nil,
            "sync-maxlen",
            .number(NumberKind("a message length", 1...UInt32(SyncDaemon.lengthLimit), unit: " bytes")),
            "bytes",
            "Longest message (default: what the interface's MTU allows)."
        ),
        FieldDefinition(
            .group,
            of: .daemon,
            "group",
            nil,
            "mcast-group",
            .text("a multicast address (such as 224.0.0.81 or ff02::81)"),
            "address",
            "Multicast group (default 224.0.0.81)."
        ),
        FieldDefinition(
            .groupPort,
            of: .daemon,
            "port",
            nil,
            "mcast-port",
            .number(port),
            "port",
            "UDP port (default 8848)."
        ),
        FieldDefinition(
            .timeToLive,
            of: .daemon,
            "time_to_live",
            nil,
            "mcast-ttl",
            .number(NumberKind("a time to live", 1...255)),
            "hops",
            "Multicast time to live (default 1)."
        ),
    ]

    static let timeouts = [
        FieldDefinition(
            .tcp,
            of: .timeouts,
            "tcp",
            nil,
            "tcp",
            seconds,
            "seconds",
            "For established TCP connections."
        ),
        FieldDefinition(
            .tcpFin,
            of: .timeouts,
            "tcp_fin",
            nil,
            "tcp-fin",
            seconds,
            "seconds",
            "For TCP connections that are being closed."
        ),
        FieldDefinition(.udp, of: .timeouts, "udp", nil, "udp", seconds, "seconds", "For UDP."),
    ]

    // Kernels refuse larger upper thresholds since the stable updates of 2026. Older ones keep them, and there are
    // never this many connections: a table that has them must be saved and restored.
    private static let connections = NumberKind(
        "a number of connections",
        0...RealServer.thresholdLimit,
        excess: .useless
    )
    private static let seconds = FieldDefinition.Kind.number(
        NumberKind("a timeout", 1...ConnectionTimeouts.limit, unit: " seconds")
    )
}
