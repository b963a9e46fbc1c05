// What is wrong in what was written in JSON.

extension ConfigurationError {
    /// The keys that lead from a service, server, daemon or set of timeouts to what is wrong.
    var jsonKeys: [String] {
        switch self {
        case .markIsZero: ["mark"]
        case .protocolNotBalanced: ["protocol"]
        case .portZeroWithoutPersistence: ["port"]
        case .nameLength(let what, _, _):
            what == "persistence engine" ? ["persistence", "engine"] : [what]
        case .onePacketNotUDP: ["one_packet"]
        case .netmaskFamily, .prefixLength, .netmaskWithHoles: ["persistence", "netmask"]
        case .persistenceTimeout: ["persistence", "timeout"]
        case .engineWithoutPersistence: ["persistence", "engine"]
        case .unknownServiceFlags: ["extra_flags"]
        case .forwardingMethod: ["method"]
        case .weight: ["weight"]
        // When the lower one is too large, the upper one is, or it is smaller, which is another error.
        case .threshold: ["upper_threshold"]
        case .thresholdOrder: ["lower_threshold"]
        case .serverFamily, .serverAddress: ["address"]
        case .tunnelWithoutTunnelMethod: ["tunnel"]
        case .tunnelType: ["tunnel", "type"]
        case .tunnelPort: ["tunnel", "port"]
        case .tunnelFlags: ["tunnel"]
        case .syncID: ["sync_id"]
        case .syncLength: ["maximum_length"]
        case .syncGroup: ["group"]
        case .connectionTimeout: []
        }
    }

    /// The error in people's words, without hints at options of the command line.
    var jsonDescription: String {
        switch self {
        case .portZeroWithoutPersistence: "port 0 (every port) only works with persistence"
        case .engineWithoutPersistence(let engine): "the engine '\(engine)' needs persistence"
        case .tunnelWithoutTunnelMethod(let method): "tunnel options have no effect with \(method)"
        case .tunnelPort(0, let type): "a \(type) tunnel needs a port"
        default: description
        }
    }
}
