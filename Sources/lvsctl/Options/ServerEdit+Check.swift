import IPVSKit

// Whether what an edit names does what its options say, once it is known what else there is.

extension ServerEdit {
    /// Refuses an edit whose result would not be what its options say.
    func check(result server: RealServer, in identity: ServiceIdentity) throws(UsageError) {
        try check(tunnelOf: server)
        try checkThresholds(of: server)
        let isMixed = server.endpoint.address.family != identity.family && server.method != .tunnel
        if isMixed, let method {
            let option = method == .masquerade ? OptionName.masquerading : .directRouting
            throw UsageError(
                option,
                "\(ConfigurationError.serverFamily(server.endpoint, service: identity.family))"
            )
        }
        if method != nil { try server.checkPort(in: identity) }
    }

    /// Refuses tunnel options that the result has no use for.
    func check(tunnelOf server: RealServer) throws(UsageError) {
        let type = tunnelType.map { _ in OptionName.tunnelType }
        let port = self[.tunnelPort].map { _ in OptionName(.tunnelPort) }
        if server.method != .tunnel, let option = type ?? port ?? checksumOption {
            throw UsageError(option, "tunnel options have no effect with \(server.method) (only with -i)")
        }
        if server.tunnel.type == .ipip, let option = checksumOption {
            throw UsageError(option, "ipip tunnels have no checksum options (only gue and gre tunnels)")
        }
    }

    private var checksumOption: OptionName? {
        tunnelFlags.map { flags in
            switch flags {
            case .checksum: .tunnelChecksum
            case .remoteChecksum: .tunnelRemoteChecksum
            default: .tunnelNoChecksum
            }
        }
    }

    /// Refuses one threshold that does not go with the other, which is kept.
    private func checkThresholds(of server: RealServer) throws(UsageError) {
        let fields = [Field.upperThreshold, .lowerThreshold]
        let (upper, lower) = (server[.upperThreshold], server[.lowerThreshold])
        let given = fields.filter { self[$0] != nil }
        guard lower > upper, given.count == 1, let kept = fields.first(where: { self[$0] == nil }) else {
            return
        }
        let error = ConfigurationError.thresholdOrder(lower: lower, upper: upper)
        let text = "\(OptionName(kept).short ?? "") \(server[kept])"
        throw UsageError(
            OptionName(given[0]),
            value: String(server[given[0]]),
            "\(error) (\(text) is kept; give both)"
        )
    }
}
