import IPVSKit

/// The options that say how a real server is used.
struct ServerSettings: OptionGroup {
    let directRouting = FlagOption(
        .directRouting,
        "Direct routing: send packets to the server's hardware address (a new server's default)."
    )
    let tunnel = FlagOption(.tunnel, "Tunnelling: encapsulate packets for the server.")
    let masquerading = FlagOption(
        .masquerading,
        "Masquerading (NAT): translate addresses in both directions."
    )
    let numbers = Field.serverNumbers.map { (field: $0, option: ValueOption($0)) }
    let tunnelType = ValueOption(.tunnelType, candidates: .words(TunnelType.words))
    let tunnelPort = ValueOption(Field.tunnelPort)
    let noChecksum = FlagOption(
        .tunnelNoChecksum,
        "No checksum in the tunnel's outer header (a new server's default)."
    )
    let checksum = FlagOption(Field.tunnelChecksum)
    let remoteChecksum = FlagOption(Field.tunnelRemoteChecksum)

    var options: [VerbOption] {
        [directRouting, tunnel, masquerading] + numbers.map(\.option) + [tunnelType, tunnelPort] + checksums
    }

    private var checksums: [FlagOption] { [noChecksum, checksum, remoteChecksum] }

    /// What the options ask of a server.
    func edit() throws(UsageError) -> ServerEdit {
        var edit = ServerEdit()
        edit.method = try Self.exclusive([
            (directRouting, ForwardingMethod.directRouting), (tunnel, .tunnel), (masquerading, .masquerade),
        ])
        for (field, option) in numbers { edit[field] = try option.number(of: field) }
        if let text = try tunnelType.text() {
            edit.tunnelType = TunnelType(named: text)
            if edit.tunnelType == nil {
                throw .value(text, of: tunnelType.name, isNot: Field.tunnelType.expected)
            }
        }
        edit[.tunnelPort] = try tunnelPort.number(of: .tunnelPort)
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

extension TunnelType {
    /// The words of all types.
    fileprivate static var words: [String] {
        guard case .words(_, let words) = Field.tunnelType.definition.kind else { return [] }
        return words()
    }
}
