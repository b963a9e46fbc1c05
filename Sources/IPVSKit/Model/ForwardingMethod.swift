/// How packets reach a real server (`IP_VS_CONN_F_FWD_MASK`, `<linux/ip_vs.h>`), 0 to 7.
///
/// The kernel stores 5 to 7 although nothing transmits for them; such values survive and print as numbers.
public struct ForwardingMethod: RawRepresentable, Hashable, Sendable {
    /// The kernel's number.
    public let rawValue: UInt32

    /// Creates a method from the kernel's number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Network address translation: the answers must come back through this host.
    public static let masquerade = ForwardingMethod(rawValue: 0)
    /// The server is this host.
    public static let local = ForwardingMethod(rawValue: 1)
    /// Packets are wrapped and sent to the server, which answers the client itself.
    public static let tunnel = ForwardingMethod(rawValue: 2)
    /// Packets are sent unchanged to the server's hardware address; it answers the client itself.
    public static let directRouting = ForwardingMethod(rawValue: 3)
    /// Packets continue to their original destination (used by the kernel for cache clusters).
    public static let bypass = ForwardingMethod(rawValue: 4)

    /// Whether packets arrive at the server with the port that the client chose.
    @inline(__always)
    package var keepsPort: Bool { self == .tunnel || self == .directRouting }
}

extension ForwardingMethod: CustomStringConvertible {
    /// `masquerade`, `local`, `tunnel`, `direct routing`, `bypass`, or `method 5`.
    public var description: String {
        switch self {
        case .masquerade: "masquerade"
        case .local: "local"
        case .tunnel: "tunnel"
        case .directRouting: "direct routing"
        case .bypass: "bypass"
        default: "method \(rawValue)"
        }
    }
}
