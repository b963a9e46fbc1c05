/// A real server as it can be configured.
public struct RealServer: Hashable, Sendable {
    /// Address and port, which make the server the one it is within its service; they cannot be edited.
    public private(set) var endpoint: Endpoint
    /// How packets reach the server.
    public var method: ForwardingMethod
    /// The server's share, 0 to 2147483647; 0 drains it: established connections continue.
    public var weight: UInt32
    /// From how many connections on the server gets no new ones; 0 for no limit.
    public var upperThreshold: UInt32
    /// Below how many connections an overloaded server is used again; 0 for three quarters of the upper one.
    public var lowerThreshold: UInt32
    /// How packets are wrapped; plain IP in IP unless ``method`` is ``ForwardingMethod/tunnel``.
    ///
    /// The kernel keeps this for every method and ignores it for all others, so that it is no part of such a server.
    public var tunnel: Tunnel {
        get { method == .tunnel ? givenTunnel : .ipip }
        set { givenTunnel = newValue }
    }
    /// What was given as ``tunnel``, whatever the method.
    var givenTunnel: Tunnel

    /// The largest weight that the kernel accepts.
    package static let weightLimit: UInt32 = 2_147_483_647
    /// The largest threshold that ipvsadm and lvsctl accept.
    package static let thresholdLimit: UInt32 = 2_147_483_647

    /// Creates a server.
    public init(
        _ endpoint: Endpoint,
        method: ForwardingMethod = .directRouting,
        weight: UInt32 = 1,
        upperThreshold: UInt32 = 0,
        lowerThreshold: UInt32 = 0,
        tunnel: Tunnel = .ipip
    ) {
        self.endpoint = endpoint
        self.method = method
        self.weight = weight
        self.upperThreshold = upperThreshold
        self.lowerThreshold = lowerThreshold
        givenTunnel = tunnel
    }

    /// The server with the same settings, at another address or port.
    func at(_ endpoint: Endpoint) -> RealServer {
        var server = self
        server.endpoint = endpoint
        return server
    }

    /// Whether a number may be too large for its field.
    ///
    /// Hardly any server has one, and then no field need be looked at (rows `check` and `save` of
    /// Tests/Guest/instructions).
    var mayHaveLargeNumbers: Bool { max(weight, upperThreshold, lowerThreshold) > 0xFFFF }

    /// A number by its field; 0 for a field that is none of a server.
    package subscript(field: Field) -> UInt32 {
        get {
            switch field {
            case .weight: weight
            case .upperThreshold: upperThreshold
            case .lowerThreshold: lowerThreshold
            case .tunnelPort: UInt32(tunnel.port)
            default: 0
            }
        }
        set {
            switch field {
            case .weight: weight = newValue
            case .upperThreshold: upperThreshold = newValue
            case .lowerThreshold: lowerThreshold = newValue
            case .tunnelPort: givenTunnel.port = UInt16(clamping: newValue)
            default: break
            }
        }
    }

    /// Whether two servers are configured alike for the kernel.
    public static func == (left: RealServer, right: RealServer) -> Bool {
        left.endpoint == right.endpoint && left.method == right.method && left.weight == right.weight
            && left.upperThreshold == right.upperThreshold && left.lowerThreshold == right.lowerThreshold
            && left.tunnel == right.tunnel
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(endpoint)
        hasher.combine(method)
        hasher.combine(weight)
        hasher.combine(upperThreshold)
        hasher.combine(lowerThreshold)
        hasher.combine(tunnel)
    }
}
