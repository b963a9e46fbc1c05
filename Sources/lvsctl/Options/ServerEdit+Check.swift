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
        let port = tunnelPort.map { _ in OptionName.tunnelPort }
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
        let (upper, lower) = (server.upperThreshold, server.lowerThreshold)
        guard lower > upper else { return }
        switch (upperThreshold, lowerThreshold) {
        case (let given?, nil): throw .thresholds(.upperThreshold, given, server, kept: "-y \(lower)")
        case (nil, let given?): throw .thresholds(.lowerThreshold, given, server, kept: "-x \(upper)")
        default: break
        }
    }
}

extension UsageError {
    /// A threshold that does not go with the one that is kept.
    fileprivate static func thresholds(
        _ option: OptionName,
        _ given: UInt32,
        _ server: RealServer,
        kept: String
    ) -> UsageError {
        let (upper, lower) = (server.upperThreshold, server.lowerThreshold)
        return UsageError(
            option,
            value: String(given),
            "\(ConfigurationError.thresholdOrder(lower: lower, upper: upper)) (\(kept) is kept; give both)"
        )
    }
}
