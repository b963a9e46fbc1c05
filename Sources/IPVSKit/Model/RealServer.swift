/// A real server as it can be configured.
public struct RealServer: Hashable, Sendable {
    /// Address and port, which make the server the one it is within its service; they cannot be edited.
    public let endpoint: Endpoint
    /// How packets reach the server.
    public var method: ForwardingMethod
    /// The server's share, 0 to 2147483647; 0 drains it: established connections continue.
    public var weight: UInt32
    /// From how many connections on the server gets no new ones; 0 for no limit.
    public var upperThreshold: UInt32
    /// Below how many connections an overloaded server is used again; 0 for three quarters of the upper one.
    public var lowerThreshold: UInt32
    /// How packets are wrapped when ``method`` is ``ForwardingMethod/tunnel``.
    public var tunnel: Tunnel

    /// The largest weight that the kernel accepts.
    public static let weightLimit: UInt32 = 2_147_483_647
    /// The largest threshold that ipvsadm and lvsctl accept.
    public static let thresholdLimit: UInt32 = 2_147_483_647

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
        self.tunnel = tunnel
    }
}
