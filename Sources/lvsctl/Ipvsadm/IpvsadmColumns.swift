import IPVSKit

extension IpvsadmListing {
    /// A counter or rate.
    struct Number: Sendable {
        /// Whether the number of a server is written like that of a service; ipvsadm never shortens some rates.
        var isScaledForServers = true
        let of: @Sendable (Statistics) -> UInt64
    }

    /// A field of a server's line.
    struct Field: Sendable {
        let width: Int
        let write: @Sendable (ObservedServer, inout [UInt8]) -> Void
    }

    /// The columns of a format: numbers for services and servers alike, or fields for servers only.
    struct Columns: Sendable {
        let title: String
        var numbers: [Number]?
        var fields: [Field] = []

        static func of(_ format: ListOptions.Format) -> Columns {
            switch format {
            case .standard: standard
            case .tunnels: tunnels
            case .thresholds: thresholds
            case .persistentConnections: persistent
            case .statistics: statistics
            case .rates: rates
            }
        }
    }
}

extension IpvsadmListing.Columns {
    private static let standard = Self(
        title: """
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port           Forward Weight ActiveConn InActConn

            """,
        fields: [.method, .weight(6), .active, .inactive]
    )

    private static let tunnels = Self(
        title: """
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn InActConn

            """,
        fields: [.method, .tunnel, .weight(6), .active, .inactive]
    )

    // The titles end in a blank.
    private static let thresholds = Self(
        title: "Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn \n"
            + "  -> RemoteAddress:Port\n",
        fields: [.upperThreshold, .lowerThreshold, .active, .inactive]
    )

    private static let persistent = Self(
        title: "Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn \n"
            + "  -> RemoteAddress:Port\n",
        fields: [.weight(9), .persistent, .active, .inactive]
    )

    private static let statistics = Self(
        title: """
            Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
              -> RemoteAddress:Port

            """,
        numbers: [
            .init { $0.connections }, .init { $0.incomingPackets }, .init { $0.outgoingPackets },
            .init { $0.incomingBytes }, .init { $0.outgoingBytes },
        ]
    )

    private static let rates = Self(
        title: """
            Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS
              -> RemoteAddress:Port

            """,
        numbers: [
            .init(isScaledForServers: false) { $0.connectionRate },
            .init(isScaledForServers: false) { $0.incomingPacketRate },
            .init(isScaledForServers: false) { $0.outgoingPacketRate },
            .init { $0.incomingByteRate }, .init { $0.outgoingByteRate },
        ]
    )
}

extension IpvsadmListing.Field {
    fileprivate static let method = Self(width: 7) { server, text in
        text.append(server.configuration.method.ipvsadmName)
    }
    fileprivate static let tunnel = Self(width: 13) { server, text in
        text.append(server.configuration.ipvsadmTunnel)
    }
    fileprivate static let active = number(10) { $0.connections.active }
    fileprivate static let inactive = number(10) { $0.connections.inactive }
    fileprivate static let persistent = number(11) { $0.connections.persistent }
    fileprivate static let upperThreshold = number(10) { $0.configuration.upperThreshold }
    fileprivate static let lowerThreshold = number(10) { $0.configuration.lowerThreshold }
    fileprivate static func weight(_ width: Int) -> Self { number(width) { $0.configuration.weight } }

    private static func number(_ width: Int, _ value: @escaping @Sendable (ObservedServer) -> UInt32) -> Self
    {
        Self(width: width) { server, text in text.appendDecimal(UInt64(value(server))) }
    }
}

extension ForwardingMethod {
    /// The word of ipvsadm's lists.
    fileprivate var ipvsadmName: String {
        switch self {
        case .masquerade: "Masq"
        case .local: "Local"
        case .tunnel: "Tunnel"
        case .directRouting: "Route"
        case .bypass: "Bypass"
        default: String(rawValue)
        }
    }
}

extension RealServer {
    /// The tunnel in ipvsadm's shorthand: `ipip`, `gue:6080:+c`, `gre:-c`; `n/a` without one, and for one of a type
    /// that ipvsadm does not know.
    fileprivate var ipvsadmTunnel: String {
        guard method == .tunnel else { return "n/a" }
        let checksum =
            tunnel.flags.contains(.remoteChecksum) ? "r+c" : tunnel.flags.contains(.checksum) ? "+c" : "-c"
        switch tunnel.type {
        case .gue: return "gue:\(tunnel.port):\(checksum)"
        case .gre: return "gre:\(checksum)"
        case .ipip: return "ipip"
        default: return "n/a"
        }
    }
}
