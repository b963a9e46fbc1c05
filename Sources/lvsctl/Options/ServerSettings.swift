import IPVSKit

/// The options that say how a real server is used.
struct ServerSettings: OptionGroup {
    let directRouting = FlagOption(
        .directRouting,
        "Direct routing: send packets to the server's hardware address (a new server's default)."
    )
    let tunnel = FlagOption(.tunnel, "Tunnelling: wrap packets and send them to the server.")
    let masquerading = FlagOption(
        .masquerading,
        "Masquerading (NAT): translate addresses in both directions."
    )
    let weight = ValueOption(
        .weight,
        "weight",
        "The server's share of new connections; 0 drains it (a new server's default: 1)."
    )
    let upperThreshold = ValueOption(
        .upperThreshold,
        "connections",
        "Upper threshold: no new connections from this many on; 0 for no limit."
    )
    let lowerThreshold = ValueOption(
        .lowerThreshold,
        "connections",
        "Lower threshold: new connections again below this many."
    )
    let tunnelType = ValueOption(
        .tunnelType,
        "type",
        "Tunnel type: ipip, gue or gre.",
        candidates: .words(["ipip", "gue", "gre"])
    )
    let tunnelPort = ValueOption(.tunnelPort, "port", "UDP port of a gue tunnel.")
    let noChecksum = FlagOption(
        .tunnelNoChecksum,
        "No checksum in the tunnel's outer header (a new server's default)."
    )
    let checksum = FlagOption(.tunnelChecksum, "Checksum in the outer header of a gue or gre tunnel.")
    let remoteChecksum = FlagOption(.tunnelRemoteChecksum, "Remote checksum offload in a gue tunnel.")

    var options: [VerbOption] {
        [
            directRouting, tunnel, masquerading, weight, upperThreshold, lowerThreshold, tunnelType,
            tunnelPort,
        ] + checksums
    }

    private var checksums: [FlagOption] { [noChecksum, checksum, remoteChecksum] }

    /// What the options ask of a server.
    func edit() throws(UsageError) -> ServerEdit {
        var edit = ServerEdit()
        edit.method = try Self.exclusive([
            (directRouting, ForwardingMethod.directRouting), (tunnel, .tunnel), (masquerading, .masquerade),
        ])
        edit.weight = try weight.number(.weight)
        edit.upperThreshold = try upperThreshold.number(.threshold)
        edit.lowerThreshold = try lowerThreshold.number(.threshold)
        edit.tunnelType = try tunnelType.word(
            of: [("ipip", TunnelType.ipip), ("gue", .gue), ("gre", .gre)],
            "a kind of tunnel"
        )
        edit.tunnelPort = try tunnelPort.number(.tunnelPort).map { UInt16($0) }
        edit.tunnelFlags = try Self.exclusive([
            (noChecksum, TunnelFlags()), (checksum, .checksum), (remoteChecksum, .remoteChecksum),
        ])
        return edit
    }

    /// A new server as the options ask for it; what is not named has its default.
    func server(_ endpoint: Endpoint, in identity: ServiceIdentity) throws(UsageError) -> RealServer {
        let edit = try edit()
        let server = edit.applied(to: RealServer(endpoint))
        try edit.check(tunnelOf: server)
        try Change.addServer(server, to: identity).check()
        try server.checkPort(in: identity)
        return server
    }

    /// The value of the one option that was given; nil if none was.
    private static func exclusive<Value>(
        _ rows: [(option: FlagOption, value: Value)]
    ) throws(UsageError) -> Value? {
        let given = rows.filter(\.option.isGiven)
        guard given.count < 2 else {
            throw UsageError(given[1].option.name, "cannot be combined with \(given[0].option.name.long)")
        }
        return given.first?.value
    }
}
