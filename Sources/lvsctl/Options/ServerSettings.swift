import ArgumentParser
import IPVSKit

/// The option that names a real server.
struct ServerSelection: ParsableArguments {
    @Option(
        .realServer,
        ArgumentHelp("The real server; without a port, it has its service's.", valueName: "address[:port]")
    )
    var realServer: [String]

    /// The server that is named, as one of a service.
    func endpoint(
        of identity: ServiceIdentity,
        _ names: any NameLookup
    ) throws(UsageError) -> Endpoint {
        guard let text = try SingleValue(.realServer, realServer).text() else {
            throw UsageError("no real server is named (use -r)")
        }
        let transport = identity.transportProtocol ?? .tcp
        return try names.endpoint(
            text,
            option: .realServer,
            preferring: identity.family,
            transport: transport,
            defaultPort: identity.port ?? 0
        )
    }
}

/// The options that say how a real server is used.
struct ServerSettings: ParsableArguments {
    @Flag(
        .directRouting,
        "Direct routing: send packets to the server's hardware address (this is the default)."
    )
    var isDirectlyRouted: Bool
    @Flag(.tunnel, "Send packets through a tunnel.")
    var isTunnel: Bool
    @Flag(.masquerading, "Translate addresses, in both directions.")
    var isMasqueraded: Bool
    @Option(
        .weight,
        ArgumentHelp(
            "The server's share; 0 gives it no new connections (1 when nothing is said).",
            valueName: "weight"
        )
    )
    var weight: [String]
    @Option(
        .upperThreshold,
        ArgumentHelp(
            "From how many connections on it gets no new ones; 0 for no limit.",
            valueName: "connections"
        )
    )
    var upperThreshold: [String]
    @Option(
        .lowerThreshold,
        ArgumentHelp("Below how many connections it gets new ones again.", valueName: "connections")
    )
    var lowerThreshold: [String]
    @Option(
        .tunnelType,
        ArgumentHelp("The kind of tunnel: ipip, gue or gre.", valueName: "type"),
        completion: .list(["ipip", "gue", "gre"])
    )
    var tunnelType: [String]
    @Option(.tunnelPort, ArgumentHelp("The UDP port of a gue tunnel.", valueName: "port"))
    var tunnelPort: [String]
    @Flag(.tunnelNoChecksum, "No checksum in the tunnel's outer header (this is the default).")
    var hasNoTunnelChecksum: Bool
    @Flag(.tunnelChecksum, "A checksum in the outer header of a gue or gre tunnel.")
    var hasTunnelChecksum: Bool
    @Flag(.tunnelRemoteChecksum, "Remote checksum offload in a gue tunnel.")
    var hasRemoteTunnelChecksum: Bool

    /// What the options ask of a server.
    func edit() throws(UsageError) -> ServerEdit {
        var edit = ServerEdit()
        edit.method = try Self.exclusive([
            (.directRouting, isDirectlyRouted, ForwardingMethod.directRouting),
            (.tunnel, isTunnel, .tunnel), (.masquerading, isMasqueraded, .masquerade),
        ])
        edit.weight = try SingleValue(.weight, weight).number(.weight)
        edit.upperThreshold = try SingleValue(.upperThreshold, upperThreshold).number(.threshold)
        edit.lowerThreshold = try SingleValue(.lowerThreshold, lowerThreshold).number(.threshold)
        edit.tunnelType = try SingleValue(.tunnelType, tunnelType).word(
            of: [("ipip", TunnelType.ipip), ("gue", .gue), ("gre", .gre)],
            "a kind of tunnel"
        )
        edit.tunnelPort = try SingleValue(.tunnelPort, tunnelPort).number(.tunnelPort).map { UInt16($0) }
        edit.tunnelFlags = try Self.exclusive([
            (.tunnelNoChecksum, hasNoTunnelChecksum, TunnelFlags()),
            (.tunnelChecksum, hasTunnelChecksum, .checksum),
            (.tunnelRemoteChecksum, hasRemoteTunnelChecksum, .remoteChecksum),
        ])
        return edit
    }

    /// A new server as the options ask for it; what is not named has its default.
    func server(_ endpoint: Endpoint, in identity: ServiceIdentity) throws(UsageError) -> RealServer {
        let edit = try edit()
        let server = edit.applied(to: RealServer(endpoint))
        try check(result: server)
        try Change.addServer(server, to: identity).check()
        try server.checkPort(in: identity)
        return server
    }

    /// Refuses tunnel options that the result has no use for.
    func check(result: RealServer) throws(UsageError) {
        let checksums: [(OptionName, Bool)] = [
            (.tunnelNoChecksum, hasNoTunnelChecksum), (.tunnelChecksum, hasTunnelChecksum),
            (.tunnelRemoteChecksum, hasRemoteTunnelChecksum),
        ]
        let options = [(.tunnelType, !tunnelType.isEmpty), (.tunnelPort, !tunnelPort.isEmpty)] + checksums
        if result.method != .tunnel, let option = options.first(where: \.1) {
            throw UsageError(option.0, "tunnel options have no effect with \(result.method) (only with -i)")
        }
        if result.tunnel.type == .ipip, let option = checksums.first(where: \.1) {
            throw UsageError(option.0, "ipip tunnels have no checksum options (only gue and gre tunnels)")
        }
    }

    /// The value of the one option that was given; nil if none was.
    private static func exclusive<Value>(
        _ rows: [(option: OptionName, isGiven: Bool, value: Value)]
    ) throws(UsageError) -> Value? {
        let given = rows.filter(\.isGiven)
        guard given.count < 2 else {
            throw UsageError(given[1].option, "cannot be combined with --\(given[0].option.word)")
        }
        return given.first?.value
    }
}
